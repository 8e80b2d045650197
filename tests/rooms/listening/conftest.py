import pytest


@pytest.fixture
def signed_in(couple):
    for person in couple:
        keyring = type(person.user.keyring)
        keyring.objects.filter(user=person.user).update(by_recovery=b"set")  # not asked for here
        person.sign_in()
        person.client.get("/listening/")  # the greeting of the sign-in shows once
    return couple
