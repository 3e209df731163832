from __future__ import annotations

import pytest

from frankpledge.documents.unbound import unbound_numbers

CLAIMS = {
    "There were 2,832 crimes.": ("2,832",),
    "A rise of 23% in incidents": ("23%",),
    "22.8 per cent more": ("22.8 per cent",),
    "received thirteen requests": ("thirteen",),
    "3.1 per 1,000 residents": ("3.1 per 1,000",),
    "The grant was £1,200.": ("£1,200",),
    "£1.2 million was spent": ("£1.2 million",),
    "Of these, two did not meet the criteria and three have been transferred": ("two", "three"),
    "In 2020 there were 416 incidents": ("416",),
    "From January to March 2019, 544 crimes": ("544",),
    "It fell from 2,340 to 2,874.": ("2,340", "2,874"),
    "section 17 led to 14 actions": ("14",),
    "people aged 16 or over made 45 reports": ("45",),
    "In May 12% of people": ("12%",),
    "May 1,204 crimes be counted?": ("1,204",),
    "we held 24 events": ("24",),
    "12 schools took part": ("12",),
    "one in five people": ("one", "five"),
    "Paragraph 12.6 gives 23%.": ("23%",),
    "ten people and 10 dogs": ("ten", "10"),
    "2,020 offences": ("2,020",),
    "a cost of £2,020": ("£2,020",),
    "5 police officers": ("5",),
    "the score was 71.0": ("71.0",),
    "2.5 million people": ("2.5 million",),
    "−12% on the year": ("−12%",),
}

NO_CLAIMS = (
    "14 June 2023",
    "on Thursday 16 October 2025 the meeting",
    "January to December 2020",
    "January – December 2020",
    "from 3 to 7 May 2021",
    "June 14, 2021",
    "the 1st of April",
    "14/06/2023 and 2023-06-14",
    "In 2019 and 2020, and 2020/21, and 2019–20, and 2020-2023, and the 1990s",
    "Q3 and Quarter 4",
    "section 17(1)(a) of the Act",
    "sections 5 and 6, and s.17, and regulation 8(2)",
    "paragraphs 12.6 to 12.8 and table 1",
    "recommendation 4, priority 2 and appendix 3",
    "the Crime and Disorder Act 1998",
    "the Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007, S.I. 2007/1830",
    "those aged 16 or over",
    "aged 16 to 24, ages 10–17, 18 year olds, sixteen-year-olds, under-18s and over 65s",
    "at 7.30pm, at 9am, at 10:30, 24/7",
    "call 999 in an emergency, or ring 101",
    "Ring 0800 123 4567",
    "a three-year plan and a 28-day limit",
    "the next 12 months, the last three years and within 28 working days",
    "four days a week, three times a year",
    "two weeks before the meeting",
    "the Covid 19 pandemic and Covid-19",
    "the A35 near DT1 1XJ, LSOA11 and E06000059",
    "the ‘16 Days of Action’ campaign",
    "The 100 Days of Summer Campaign",
    "the 2nd and 3rd meetings",
    "one of them, no one, this one and one another",
    "hundreds of people",
    "see https://example.org/2020/14 or write to a14@example.org",
    "12.6 Although partners have met",
    "1. Executive summary",
    "as (1) and (iv) say",
    "nobody counted",
    "someone told everyone at the twofold tenth",
)


@pytest.mark.parametrize(("words", "numbers"), CLAIMS.items())
def test_a_number_that_claims_something_is_found(words, numbers):
    assert unbound_numbers(words) == numbers


@pytest.mark.parametrize("words", NO_CLAIMS)
def test_a_number_that_claims_nothing_is_left_alone(words):
    assert unbound_numbers(words) == ()
