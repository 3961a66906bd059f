"""The analyst's texts: numbers by fact, no typed figure, no claim against a verdict; every fault with its line."""

from __future__ import annotations

import pytest

from etl.model.errors import UsageError
from etl.report.book import FactBook
from etl.report.marks import Marks
from etl.report.texts import Texts, quotations

from .golden import plain
from .small import content, fact

ON_TIME = fact("on_time", "2007", "0.638", norm=">= 0.80", client_group="employee")
FIRMS = fact("on_time", "2007", "0.815", norm=">= 0.80", client_group="employer")
REPEATS = fact("repeats", "2007", "0.043", norm="< 0.05", division="WW")
HAPPY = fact("happy", "2007", "0.7")
IDS = {"slow": ON_TIME.fact_id, "fast": FIRMS.fact_id, "repeats": REPEATS.fact_id, "happy": HAPPY.fact_id}


def render(source: str) -> str:
    """A text as HTML; `«slow»` stands for the fact expression of that name."""
    for name, identity in IDS.items():
        source = source.replace(f"«{name}»", f'{{{{ fact("{identity}") }}}}')
    book = FactBook(content(ON_TIME, FIRMS, REPEATS, HAPPY))
    texts = Texts(book, Marks(book))
    return str(texts.render("oordeel.md", source))


def faults(source: str) -> list[tuple[int | None, str]]:
    """Line and message of every fault that a text is refused for."""
    with pytest.raises(UsageError) as refused:
        render(source)
    assert all(problem.where == "oordeel.md" for problem in refused.value.problems)
    return [(problem.line, problem.what) for problem in refused.value.problems]


def test_a_fact_becomes_its_number_with_a_link() -> None:
    """The number is the fact's own text, in words for running text."""
    html = render("Met «slow» is de norm niet gehaald.")

    assert plain(html) == "Met 63,8 procent is de norm niet gehaald."
    assert 'data-fact="on_time@2007/client_group=employee"' in html


def test_other_numbers_of_a_fact_can_be_asked_for() -> None:
    """The norm of a fact is one of its numbers."""
    html = render('De norm is {{ fact("on_time@2007/client_group=employee", "norm") }}.')

    assert plain(html) == "De norm is ten minste 80 procent."


def test_lists_emphasis_and_headings_are_known() -> None:
    """Markdown gives structure; a heading is a strong line, since the report numbers its own headings."""
    html = render("# Kop\n\n- *een*\n- **twee**\n\n> geciteerd")

    assert '<p class="tussenkop">Kop</p>' in html and "<li><em>" in html.replace("\n", "") and "<blockquote>" in html


def test_html_links_and_images_stay_as_typed() -> None:
    """Nothing in a text can fetch or link: markup is shown, not obeyed."""
    html = render("<script>x</script> ![plaatje](file:///etc/passwd) [zie](http://voorbeeld)")

    assert "<script" not in html and "<img" not in html and "<a " not in html


def test_years_and_dates_may_be_written_out() -> None:
    """A year or a date is no figure."""
    html = render("Sinds 26 november 2007 geldt dit; in 2008 volgt meer.")

    assert plain(html) == "Sinds 26 november 2007 geldt dit; in 2008 volgt meer."
    assert html.count("data-period") == 1 and html.count('data-cite="date"') == 1


def test_a_declared_quotation_may_hold_a_figure() -> None:
    """Names and references are declared where they stand."""
    source = 'Zie {{ quote("artikel 9:12a Awb") }}.'

    assert plain(render(source)) == "Zie artikel 9:12a Awb."
    assert list(quotations(iter([source]))) == ["artikel 9:12a Awb"]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("Het aandeel was 64 procent.", 1),
        ("Goed.\n\nOngeveer 63,8% haalde het.", 3),
        ("Eerst «slow».\nDan 12.000 klachten.", 2),
        ("Zeventig procent is tevreden.", 1),
        ("Zo’n vijf procent belt opnieuw.", 1),
        ("In 2007 procent.", 1),
        ("2008 klachten kwamen binnen.", 1),
    ],
)
def test_a_typed_figure_is_refused_with_its_line(source: str, line: int) -> None:
    """Figures in digits or words are refused; the message names the line."""
    found = faults(source)

    assert found[0][0] == line and "typed by hand" in found[0][1]


def test_all_faults_are_told_at_once() -> None:
    """Somebody who corrects a text hears everything in one go, in order."""
    found = faults('Een 5.\n{{ fact("on_tme@2007") }}\n{{ secret }}\n')

    assert [line for line, _ in found] == [1, 2, 3]


def test_an_unknown_fact_is_refused_with_the_nearest_name() -> None:
    """A misspelt fact id gets a hint."""
    with pytest.raises(UsageError, match=r"did you mean 'repeats@2007/division=WW'"):
        render('{{ fact("repeats@2007/division=WV") }}')


@pytest.mark.parametrize(
    "source",
    [
        "{{ config }}",
        "{% include 'x' %}",
        "{{ fact('a').__class__ }}",
        "{# stil #}",
        '{{ fact("happy@2007", "secret") }}',
    ],
)
def test_only_facts_and_quotations_are_expressions(source: str) -> None:
    """The texts are no templates: nothing else between braces is understood."""
    assert len(faults(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "De norm is met «slow» gehaald.",
        "UWV haalt de norm met «slow».",
        "Met «slow» voldoet de dienst aan de norm.",
        "Het aandeel («slow») ligt boven de norm.",
        "De norm is met «fast» niet gehaald.",
        "Met «fast» blijft het onder de norm.",
        "De streefwaarde is met «happy» gehaald.",
        "Met «repeats» is het boven de norm gebleven.",
        "De dienst was met «fast» op tijd, maar haalde de norm met «fast» niet.",
        "Werknemers wachten lang («slow»); toch is de norm met «slow» bereikt.",
    ],
)
def test_a_claim_against_a_verdict_is_refused(source: str) -> None:
    """Words about norms are held against the verdicts of the facts named beside them."""
    found = faults(source)

    assert found[0][0] == 1 and "claims" in found[0][1]


@pytest.mark.parametrize(
    "source",
    [
        "De norm is met «slow» niet gehaald.",
        "Met «fast» is de norm gehaald.",
        "Het aandeel («slow») ligt onder de norm.",
        "Met «repeats» bleef het onder de norm; dat is gehaald.",
        "Met «fast» ligt het boven de norm.",
        "De norm is met «fast» gehaald, maar met «slow» niet gehaald.",
        "Tevreden is «happy» van de klanten.",
        "Niet alle normen zijn gehaald.",
        "Voor werknemers is met «slow» de norm niet gehaald, terwijl werkgevers met «fast» boven de norm zitten.",
    ],
)
def test_a_fitting_claim_passes(source: str) -> None:
    """Words that fit the verdict, or that name no fact, are the analyst's own."""
    assert plain(render(source)).endswith(".")


def test_the_line_of_a_contradiction_is_that_of_its_clause() -> None:
    """In a longer text the message points at the sentence."""
    found = faults("# Oordeel\n\nGoed nieuws.\n\n- Eerste punt.\n- De norm is met «slow» gehaald.\n")

    assert found[0][0] == 6
