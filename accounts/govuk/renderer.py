"""Every form of the service, allauth's too, is drawn with GOV.UK Frontend markup."""

from django.forms.renderers import TemplatesSetting

from accounts.govuk.boundfield import GovBoundField


class GovRenderer(TemplatesSetting):
    form_template_name = "govuk/form.html"
    field_template_name = "govuk/field.html"
    bound_field_class = GovBoundField
