"""Terms of reference become the files they are written in; what the thin columns and tables said is written out as one.

Reversible: the way back fills the thin columns from the file as far as they can hold it, and leaves the file where it
is (in `text`), so that going forward again loses nothing.
"""

import hashlib
import json
import tomllib

import django.db.models.deletion
import frankpledge.records.clock
import frankpledge.records.ids
from django.db import migrations, models


def literal(value):
    if isinstance(value, bool):
        return 'true' if value else 'false'
    if isinstance(value, int):
        return str(value)
    if hasattr(value, 'isoformat'):
        return value.isoformat()
    # A JSON string is a TOML basic string, save for DEL, which JSON leaves as it is.
    return json.dumps(value, ensure_ascii=False).replace('\x7f', '\\u007f')


def block(header, **values):
    lines = [header, *(f'{key} = {literal(value)}' for key, value in values.items() if value not in (None, ''))]
    return '\n'.join(lines)


def file_of(row, seats, clauses, kinds):
    """The file that says what a row and its seats and clauses said."""
    made = [block(
        '[terms]', body=row.partnership.name, label=row.label, nation=row.partnership.nation,
        basis='assumed' if row.is_assumed else '', dated=row.dated, starts_on=row.starts_on, ends_on=row.ends_on,
        source=row.source, note=row.note,
    )]
    categories = list(dict.fromkeys(seat.category for seat in seats))
    titles = {'core': 'Core members', 'invited': 'Invited members'}
    for category in categories:
        votes = category == 'core'
        made.append(block(
            '[[class]]', slug=category, title=titles.get(category, category), can_vote=votes, counts_to_quorum=votes,
        ))
    for seat in seats:
        made.append(block(
            '[[seat]]', slug=seat.slug, name=seat.name, organisation=seat.organisation_slug,
            **{'class': seat.category}, kind=kinds.get(seat.organisation_slug, ''),
            votes=seat.votes if seat.category == 'core' and seat.votes != 1 else None, office=seat.office,
        ))
    if row.chair_office:
        sits = next((seat.slug for seat in seats if seat.office and seat.office in row.chair_office), '')
        made.append(block('[[office]]', slug='chair', title='Chair', method='by-office', seat=sits))
    if row.quorum_count is not None:
        core = {'class': 'core'} if 'core' in categories else {}
        asked = {'at_least': row.quorum_count, **core} if row.quorum_count else {'none': True}
        made.append(block('[quorum]', **asked, clause=row.quorum_clause))
    if row.casting_vote:
        made.append(block('[casting_vote]', holder=row.casting_vote))
    if row.meetings_a_year:
        made.append(block('[[frequency]]', at_least=row.meetings_a_year, every='year'))
    for clause in clauses:
        made.append(block('[[clause]]', slug=clause.slug, heading=clause.heading, text=clause.text or '(no text)'))
    if row.text:
        made.append(block('[[clause]]', slug='whole-text', heading='The text as it was recorded', text=row.text))
    return '\n\n'.join(made) + '\n'


def is_file(text):
    try:
        return isinstance(tomllib.loads(text).get('terms'), dict)
    except tomllib.TOMLDecodeError:
        return False


def write_files(apps, schema_editor):
    alias = schema_editor.connection.alias
    kinds = dict(apps.get_model('directory', 'Organisation').objects.using(alias).values_list('slug', 'kind'))
    for row in apps.get_model('governance', 'TermsVersion').objects.using(alias).select_related('partnership'):
        if not is_file(row.text):
            seats = list(apps.get_model('governance', 'Seat').objects.using(alias).filter(terms_id=row.id).order_by('order'))
            clauses = list(apps.get_model('governance', 'Clause').objects.using(alias).filter(terms_id=row.id).order_by('order'))
            row.text = file_of(row, seats, clauses, kinds)
        row.sha256 = hashlib.sha256(row.text.encode('utf-8')).hexdigest()
        row.save(update_fields=['text', 'sha256'])


def fill_columns(apps, schema_editor):
    alias = schema_editor.connection.alias
    Seat, Clause = apps.get_model('governance', 'Seat'), apps.get_model('governance', 'Clause')
    for row in apps.get_model('governance', 'TermsVersion').objects.using(alias).all():
        said = tomllib.loads(row.text)
        head, quorum = said['terms'], said.get('quorum', {})
        seats = said.get('seat', [])
        sits = next((one.get('seat', '') for one in said.get('office', []) if one.get('slug') == 'chair'), '')
        row.label, row.dated = head['label'][:80], str(head.get('dated', ''))[:10]
        row.is_assumed = head.get('basis') == 'assumed'
        row.source, row.note = head.get('source', '')[:300], head.get('note', '')[:500]
        row.quorum_count = 0 if quorum.get('none') else quorum.get('at_least') if isinstance(quorum.get('at_least'), int) else None
        row.quorum_clause = quorum.get('clause', '')
        row.chair_office = next((one.get('office') or one['name'] for one in seats if one['slug'] == sits), '')[:200]
        row.casting_vote = said.get('casting_vote', {}).get('holder', '')
        yearly = next((one for one in said.get('frequency', []) if one.get('every') == 'year'), {})
        row.meetings_a_year = yearly.get('at_least')
        row.save()
        voting = {one['slug'] for one in said.get('class', []) if one.get('can_vote')}
        for order, one in enumerate(seats, start=1):
            Seat.objects.using(alias).create(
                terms=row, order=order, slug=one['slug'], name=one['name'][:200],
                organisation_slug=one.get('organisation', '')[:80], category=one.get('class', 'member'),
                votes=one.get('votes', 1) if one.get('class') in voting else 0, office=one.get('office', '')[:200],
            )
        for order, one in enumerate(said.get('clause', []), start=1):
            Clause.objects.using(alias).create(
                terms=row, order=order, slug=one['slug'], heading=one.get('heading', '')[:200], text=one['text'],
            )
    if schema_editor.connection.vendor == 'postgresql':
        # The new rows' references are checked now: PostgreSQL alters no table that still waits for that.
        schema_editor.execute('SET CONSTRAINTS ALL IMMEDIATE')


THIN = (
    'casting_vote', 'chair_office', 'dated', 'is_assumed', 'label', 'meetings_a_year', 'note', 'quorum_clause',
    'quorum_count', 'source',
)


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0001_initial'),
        ('governance', '0002_meetings_in_full'),
    ]

    operations = [
        migrations.AlterModelOptions(name='termsversion', options={'ordering': ['-starts_on']}),
        migrations.AddField(
            model_name='termsversion',
            name='decision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.decision'),
        ),
        migrations.AddField(
            model_name='termsversion',
            name='sha256',
            field=models.CharField(default='', max_length=64),
            preserve_default=False,
        ),
        migrations.AlterField(model_name='termsversion', name='text', field=models.TextField()),
        # With a default, so that the way back can put the column in before it is filled.
        migrations.AlterField(model_name='termsversion', name='label', field=models.CharField(default='', max_length=80)),
        migrations.RunPython(write_files, fill_columns),
        *(migrations.RemoveField(model_name='termsversion', name=name) for name in THIN),
        migrations.DeleteModel(name='Clause'),
        migrations.DeleteModel(name='Seat'),
        migrations.CreateModel(
            name='TermsDraft',
            fields=[
                ('id', models.UUIDField(default=frankpledge.records.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('row_version', models.PositiveIntegerField(default=1)),
                ('recorded_at', models.DateTimeField(default=frankpledge.records.clock.now)),
                ('recorded_by', models.CharField(blank=True, default='', max_length=200)),
                ('group', models.SlugField(blank=True, max_length=60)),
                ('slug', models.SlugField(max_length=80)),
                ('title', models.CharField(max_length=200)),
                ('why', models.TextField(blank=True)),
                ('text', models.TextField()),
                ('state', models.SlugField(default='draft', max_length=20)),
                ('saved_at', models.DateTimeField()),
                ('saved_by', models.CharField(max_length=200)),
                ('base', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='governance.termsversion')),
                ('made', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.termsversion')),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.partnership')),
            ],
            options={
                'ordering': ['-saved_at'],
                'constraints': [models.UniqueConstraint(fields=('partnership', 'slug'), name='governance_terms_draft_once')],
            },
        ),
    ]
