from lanterns_tables import leave


def test_a_light_is_on_its_page_and_on_the_exported_one(couple):
    alice, bob = couple
    leave(alice, bob, "come home slowly")

    page = bob.sign_in().get("/lights/").content.decode()

    assert "come home slowly" in page
