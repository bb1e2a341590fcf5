from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0006_states_and_codes'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='category',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['news', 'notice', 'policy', 'standing'])), name='disclosure_category_kind_known', violation_error_message='不认识的取值，请从列出的选项中选择（动态要闻、通知公告、政策文件、常设内容）。'),
        ),
        migrations.AddConstraint(
            model_name='category',
            constraint=models.UniqueConstraint(fields=('authority', 'code'), name='disclosure_category_code_once', violation_error_message='本机关已有这个代号的栏目。'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'check', 'secrecy', 'approved', 'published', 'withheld', 'withdrawn'])), name='disclosure_item_state_known', violation_error_message='不认识的取值，请从列出的选项中选择（草稿、待部门审核、待保密审查、待发布、已发布、不主动公开、已撤回）。'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(('ground__in', ['state_secret', 'other_law', 'security', 'third_party', 'internal', 'process', 'case_file', 'on_request', ''])), name='disclosure_item_ground_known', violation_error_message='不认识的取值，请从列出的选项中选择（国家秘密（第十四条）、法律、行政法规禁止公开（第十四条）、危及国家安全、公共安全、经济安全、社会稳定（第十四条）、商业秘密、个人隐私（第十五条）、内部事务信息（第十六条第一款）、过程性信息（第十六条第二款）、行政执法案卷信息（第十六条第二款）、不属于主动公开范围，可依申请公开（第十三条））。'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('published', 'withdrawn')), _negated=True), ('published_on__isnull', False), _connector='OR'), name='disclosure_item_published_is_dated', violation_error_message='已发布的信息须有发布日期。'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('draft', 'check', 'secrecy', 'approved')), _negated=True), models.Q(('publish_at__isnull', True), ('published_on__isnull', True)), _connector='OR'), name='disclosure_item_unpublished_is_undated', violation_error_message='尚未发布的信息没有发布日期。'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('method', 'proactive'), _connector='OR'), name='disclosure_item_published_is_proactive', violation_error_message='只有主动公开的信息才能发布。'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(('evaluate_on__isnull', True), ('state', 'withheld'), _connector='OR'), name='disclosure_item_withheld_for_a_ground', violation_error_message='只有不主动公开的信息才需要定期评估。'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(('amends__isnull', True), models.Q(('amends', models.F('id')), _negated=True), _connector='OR'), name='disclosure_item_amends_another', violation_error_message='信息不能修订自己。'),
        ),
    ]
