"""Steps of applications, and when each application is due; those that are there get the date of a plain receipt."""

import django.db.models.deletion
from django.db import migrations, models

from disclosure.law.workdays import Calendar

REPLY, CHUNK = 20, 2000


def date_all(apps, schema_editor):
    """条例 art. 33, without steps: the 20th working day after receipt."""
    applications, corrections = (apps.get_model("disclosure", name) for name in ("Application", "DayCorrection"))
    using = schema_editor.connection.alias
    calendar = Calendar(dict(corrections.objects.using(using).values_list("day", "is_working")))
    last = 0
    while rows := list(
        applications.objects.using(using).filter(pk__gt=last).order_by("pk").only("pk", "received_on")[:CHUNK]
    ):
        for row in rows:
            row.due_on = calendar.add(row.received_on, REPLY)
            row.provisional = any(
                calendar.is_provisional(year) for year in range(row.received_on.year, row.due_on.year + 1)
            )
        applications.objects.using(using).bulk_update(rows, ["due_on", "provisional"], batch_size=500)
        last = rows[-1].pk


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0010_search'),
    ]

    operations = [
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('received', '收到'), ('correction_asked', '补正告知'), ('corrected', '补正'), ('third_party_asked', '征求第三方意见'), ('third_party_answered', '第三方答复'), ('agency_asked', '征求其他机关意见'), ('agency_answered', '其他机关答复'), ('extended', '延长告知'), ('fee_noticed', '收费通知'), ('fee_paid', '缴费'), ('reasons_asked', '说明理由告知'), ('reasons_given', '说明理由'), ('concluded', '办结'), ('withdrawn', '撤回')], max_length=30, verbose_name='步骤')),
                ('on', models.DateField(verbose_name='日期')),
                ('days', models.PositiveSmallIntegerField(blank=True, help_text='只有延长告知填写：批准延长的工作日数，不填为 20。', null=True, verbose_name='天数')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='说明')),
            ],
            options={
                'verbose_name': '办理步骤',
                'verbose_name_plural': '办理步骤',
                'ordering': ('on', 'id'),
            },
        ),
        migrations.AddField(
            model_name='application',
            name='due_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='截止日期'),
        ),
        migrations.AddField(
            model_name='application',
            name='provisional',
            field=models.BooleanField(default=False, editable=False, verbose_name='期限暂定'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(condition=models.Q(('concluded_on__isnull', True)), fields=['authority', 'due_on'], name='application_due'),
        ),
        migrations.AddField(
            model_name='step',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='disclosure.application', verbose_name='信息公开申请'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.UniqueConstraint(fields=('application', 'kind', 'on'), name='disclosure_step_once', violation_error_message='这件申请在这一天已有同样的步骤。'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['received', 'correction_asked', 'corrected', 'third_party_asked', 'third_party_answered', 'agency_asked', 'agency_answered', 'extended', 'fee_noticed', 'fee_paid', 'reasons_asked', 'reasons_given', 'concluded', 'withdrawn'])), name='disclosure_step_kind_known', violation_error_message='不认识的取值，请从列出的选项中选择（收到、补正告知、补正、征求第三方意见、第三方答复、征求其他机关意见、其他机关答复、延长告知、收费通知、缴费、说明理由告知、说明理由、办结、撤回）。'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(('days__isnull', True), models.Q(('days__gte', 1), ('kind', 'extended')), _connector='OR'), name='disclosure_step_days_of_extension', violation_error_message='只有延长告知可以填写天数，天数不小于 1。'),
        ),
        migrations.RunPython(date_all, migrations.RunPython.noop),
    ]
