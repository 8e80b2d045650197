import pytest

from closeknit.domain.library.reading_grade import english_syllables, grade


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("you", 1), ("love", 1), ("loved", 1), ("wanted", 2), ("kisses", 2),
        ("people", 2), ("table", 2), ("called", 1), ("every", 2), ("quiet", 2), ("easier", 3),
        ("appreciation", 5), ("vulnerable", 4), ("being", 2), ("question", 2), ("moment", 2),
        ("partner's", 2), ("idea", 3), ("something", 2), ("the", 1),
    ],
)  # fmt: skip
def test_syllables_are_counted_from_the_spelling(word, syllables):
    assert english_syllables(word) == syllables


def test_the_formula_is_flesch_and_kincaids():
    text = "The cat sat. The dog ran off."

    # 7 words, 2 sentences, 7 syllables: 0.39 * 3.5 + 11.8 * 1 - 15.59
    assert grade(text, language="en") == pytest.approx(-2.425)


def test_links_and_marks_are_not_read_as_words():
    plain = grade("The cat sat. The dog ran off.", language="en")

    marked = grade("The **cat** sat. The [dog](ref:hawkins-2008) ran off.", language="en")

    assert marked == pytest.approx(plain)


def test_each_item_of_a_list_ends_a_sentence():
    assert grade("- The cat\n- The dog", language="en") == grade("The cat. The dog.", language="en")


def test_no_words_have_no_grade():
    assert grade("…", language="en") == 0.0


def test_a_language_without_formula_is_an_error():
    with pytest.raises(KeyError):
        grade("Guten Tag.", language="de")
