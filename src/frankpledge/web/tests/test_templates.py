"""The engine escapes what people typed and refuses a misspelt attribute; components do what their names say."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django import forms
from django.template import engines
from jinja2 import UndefinedError

from frankpledge.web.forms import errors_of, fields_of
from frankpledge.web.html import trusted
from frankpledge.web.static_names import asset


@dataclass(frozen=True)
class Shown:
    title: str = "A title"


def rendered(source: str, **names: object) -> str:
    return engines["jinja2"].from_string(source).render(names)


def test_what_people_typed_is_escaped_and_what_we_made_is_not():
    assert rendered("{{ a }}", a="<b>") == "&lt;b&gt;"
    assert rendered("{{ a }}", a=trusted("<b>")) == "<b>"


@pytest.mark.parametrize("source", ["{{ page.titel }}", "{% if page.titel %}{% endif %}", "{{ page.titel == 'x' }}",
                                    "{% for x in page.titel %}{% endfor %}", "{{ page.titel | length }}", "{{ page.titel.more }}"])  # fmt: skip
def test_a_misspelt_attribute_is_an_error(source):
    with pytest.raises(UndefinedError, match="titel"):
        rendered(source, page=Shown())


def test_one_may_ask_whether_an_attribute_is_there():
    assert rendered("{{ page.crumbs is defined }}", page=Shown()) == "False"


def test_names_and_dictionary_keys_may_be_absent_because_the_govuk_macros_probe_them():
    assert rendered("{{ nothing }}{{ params.absent.deeper }}", params={}) == ""


@pytest.mark.parametrize("macro", ["components/text.html:tag", "components/text.html:warning", "components/text.html:inset",
                                   "components/actions.html:button"])  # fmt: skip
def test_components_escape_their_text(macro):
    template, name = macro.split(":")
    out = rendered(
        f'{{% from "{template}" import {name} %}}{{{{ {name}(text=words) }}}}', words="<script>x</script>"
    )
    assert "<script>" not in out
    assert "&lt;script&gt;" in out


def test_a_misspelt_parameter_of_a_component_is_an_error():
    with pytest.raises(TypeError, match="txet"):
        rendered('{% from "components/actions.html" import button %}{{ button(txet="Save") }}')


def test_a_table_marks_its_head_its_rows_and_its_numbers():
    out = rendered(
        '{% from "components/lists.html" import table %}{{ table(caption="C", head=["A", "B"], rows=rows, numeric=[1]) }}',
        rows=[("<one>", "1")],
    )
    assert '<th scope="row" class="govuk-table__header">&lt;one&gt;</th>' in out
    assert '<td class="govuk-table__cell govuk-table__cell--numeric">1</td>' in out


class Example(forms.Form):
    words = forms.CharField(label="Words", help_text="A hint")
    kind = forms.ChoiceField(choices=[("a", "First"), ("b", "Second")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="I agree")
    upload = forms.FileField(required=False, widget=forms.FileInput(attrs={"accept": ".csv"}))
    email = forms.EmailField()
    hidden = forms.CharField(widget=forms.HiddenInput, initial="h")


def test_a_form_becomes_fields_with_what_was_typed_and_what_was_wrong():
    fields = {one.name: one for one in fields_of(Example({"words": "<x>", "kind": "c"}))}
    assert fields["words"].value == "<x>"
    assert fields["words"].hint == "A hint"
    assert fields["kind"].kind == "radios"
    assert fields["kind"].options == (("a", "First"), ("b", "Second"))
    assert fields["kind"].error
    assert (fields["agree"].kind, fields["agree"].checked) == ("checkbox", False)
    assert (fields["upload"].kind, fields["upload"].accept) == ("file", ".csv")
    assert (fields["email"].kind, fields["hidden"].kind) == ("email", "hidden")


def test_the_error_summary_links_to_the_field_that_is_wrong():
    form = Example({"words": "", "kind": "a", "agree": "on", "email": "x@example.invalid", "hidden": "h"})
    form.add_error(None, "Something about the whole.")
    assert set(errors_of(form)) == {
        ("Words: write something", "id_words"),
        ("Something about the whole.", ""),
    }


def test_every_kind_of_field_is_drawn_with_its_label():
    out = rendered(
        '{% from "components/fields.html" import field %}{% for one in fields %}{{ field(one) }}{% endfor %}',
        fields=fields_of(Example()),
    )
    for part in ('for="id_words"', 'id="id_words"', 'type="radio"', 'type="checkbox"', 'type="file"', 'type="email"',
                 'type="hidden"', 'aria-describedby="id_words-hint"'):  # fmt: skip
        assert part in out


def test_a_built_file_goes_by_a_name_that_changes_with_its_content(settings, tmp_path):
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "names.json").write_text('{"a.css": "a.0123.css"}', encoding="utf-8")
    settings.BUILD = tmp_path
    assert asset("a.css") == "/static/a.0123.css"
    assert asset("b.css") == "/static/b.css"
