"""The reports' pages. A reader sees published ones only; true counts are for those who prepare."""

from accounts.policy import route
from accounts.roles import Permission as P
from outcomes import views
from outcomes.consistency import views as consistency
from outcomes.lab import urls as lab

VISIBLE = "Report.visible_to: published ones; drafts for those who prepare"


def page(pattern, view, name, **methods):
    return route(f"reports/{pattern}", view, name=name, rows=VISIBLE, **methods)


urlpatterns = [
    page("", views.report_list, "report_list", get=P.VIEW_REPORTS),
    page("make/", views.report_make, "report_make", post=P.PREPARE_REPORTS),
    page("measures/<slug:key>/", views.measure, "measure", get=P.VIEW_REPORTS),
    page("<int:report_id>/", views.report_detail, "report_detail", get=P.VIEW_REPORTS),
    page("<int:report_id>/files/<str:name>", views.report_file, "report_file", get=P.VIEW_REPORTS),
    page("<int:report_id>/true/", views.report_true, "report_true", get=P.PREPARE_REPORTS),
    page("<int:report_id>/again/", views.report_try_again, "report_try_again",
         post=P.PREPARE_REPORTS),
    page("<int:report_id>/comment/", views.report_comment, "report_comment",
         get=P.PREPARE_REPORTS, post=P.PREPARE_REPORTS),
    page("<int:report_id>/approve/", views.report_approve, "report_approve",
         get=P.PUBLISH_REPORTS, post=P.PUBLISH_REPORTS),
    page("<int:report_id>/send-back/", views.report_send_back, "report_send_back",
         get=P.PUBLISH_REPORTS, post=P.PUBLISH_REPORTS),
    page("<int:report_id>/publish/", views.report_publish, "report_publish",
         get=P.PUBLISH_REPORTS, post=P.PUBLISH_REPORTS),
    route("consistency/", consistency.consistency, name="consistency", get=P.CONSISTENCY,
          rows="counts; restricted families left out"),
    *lab.urlpatterns,
]  # fmt: skip
