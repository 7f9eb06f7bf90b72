"""The Django admin's list of referrals: the columns of the product's page, 25 a page."""

from django.contrib import admin

from referrals.models import Referral


class ReferralAdmin(admin.ModelAdmin):
    list_display = ("family", "children_names", "submitted_at", "site", "state", "decision_due_at")
    list_select_related = ("family", "site")
    list_filter = ("state",)
    search_fields = ("reference", "family__sort_name", "children__person__sort_name")
    ordering = ("-submitted_at",)
    list_per_page = 25

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("children__person")

    @admin.display(description="Children")
    def children_names(self, referral):
        return ", ".join(child.person.first_name for child in referral.children.all())

    def has_view_permission(self, request, obj=None):
        return True

    def has_module_permission(self, request):
        return True

    has_add_permission = has_change_permission = has_delete_permission = (
        lambda self, request, obj=None: False
    )


class Site(admin.AdminSite):
    def has_permission(self, request):
        return request.user.is_authenticated


site = Site(name="admin")
site.register(Referral, ReferralAdmin)
