"""Referring and what became of it; screening and transfers have a list of their own."""

from accounts.policy import route
from accounts.roles import Permission as P
from referrals import converters, urls_contact, urls_level_2, urls_public, urls_screening
from referrals.views import family_code, referrer
from referrals.views.intake import level_2, pages, people, sending, start, themes

converters.register()

DRAFT = "referrals/drafts/<uuid:draft_id>/"
VISIBLE = "own referrals, a safeguarding lead's site's, else those of families one may open"


def draft(pattern, view, name, *, post=True):
    """A page of one's own unsent referral: nobody else's record is in it."""
    who = {"get": P.REFER, "post": P.REFER if post else None}
    return route(f"{DRAFT}{pattern}", view, name=name, rows="own drafts", keeps=True, **who)


urlpatterns = [
    route("referrals/", referrer.referral_list, name="referral_list",
          get=P.LIST_REFERRALS, rows=VISIBLE, reads="referral"),
    route("referrals/new/", start.referral_start, name="referral_start",
          get=P.REFER, post=P.REFER, rows="own drafts"),
    draft("", start.draft_tasks, "draft_tasks", post=False),
    draft("delete/", start.draft_delete, "draft_delete"),
    draft("check/", sending.draft_check, "draft_check"),
    draft("refer/", level_2.draft_refer, "draft_refer"),
    draft("themes/", themes.draft_themes, "draft_themes"),
    draft("themes/<str:theme>/", pages.draft_theme, "draft_theme"),
    draft("<group:group>/", people.draft_people, "draft_people", post=False),
    draft("<group:group>/<person_key:person_key>/", people.draft_person, "draft_person"),
    draft("<group:group>/<person_key:person_key>/remove/", people.draft_person_remove,
          "draft_person_remove"),
    draft("<slug:page>/", pages.draft_page, "draft_page"),
    route("referrals/<reference:reference>/", referrer.referral_detail, name="referral_detail",
          get=P.LIST_REFERRALS, rows=VISIBLE, reads="referral"),
    route("referrals/<reference:reference>/copy.pdf", referrer.referral_copy, name="referral_copy",
          get=P.LIST_REFERRALS, rows=VISIBLE, reads="referral"),
    route("referrals/<reference:reference>/sent/", sending.referral_sent, name="referral_sent",
          get=P.REFER, rows="own referrals", reads="referral"),
    route("referrals/<reference:reference>/answer/", referrer.referral_answer,
          name="referral_answer", get=P.REFER, post=P.REFER, rows=VISIBLE, reads="referral"),
    route("referrals/<reference:reference>/disagree/", referrer.referral_disagree,
          name="referral_disagree", get=P.REFER, post=P.REFER, rows=VISIBLE, reads="referral"),
    route("referrals/<reference:reference>/withdraw/", referrer.referral_withdraw,
          name="referral_withdraw", get=P.REFER, post=P.REFER, rows=VISIBLE, reads="referral"),
    route("referrals/<reference:reference>/family-code/", family_code.family_code,
          name="family_code", get=P.GIVE, post=P.GIVE, reads="referral",
          rows="referrals that the user may see, of families that the user may open"),
    *urls_contact.urlpatterns,
    *urls_level_2.urlpatterns,
    *urls_public.urlpatterns,
    *urls_screening.urlpatterns,
]  # fmt: skip
