"""Goals 1, 2 and 6: what a page of 25 rows of many costs."""

import json

from accounts.models import User
from tests.bench.people import SECRET, cookie_of
from tests.bench.rig import interleaved

LISTS = {
    "referrals": ("/referrals/?state=decided", "/bench/referrals/?state=decided"),
    "screening": ("/screening/", "/bench/screening/"),
}
CHANGELIST = "/bench/admin/referrals/referral/?state__exact=decided"


def worklists(web, *, rounds, requests):
    """Milliseconds of each page, its bare view and the admin's changelist."""
    cookie = cookie_of(User.objects.get(email="manager@example.org"))
    paths = {"admin": CHANGELIST}
    for name, (page, bare) in LISTS.items():
        paths |= {name: page, f"{name}, bare": bare}
    for path in paths.values():
        text = web.send(path, cookie=cookie).decode()
        assert text.count("Family ") >= 25, f"{path} shows no 25 rows"
    sides = {name: lambda path=path: web.send(path, cookie=cookie) for name, path in paths.items()}
    return interleaved(web.meter, sides, rounds=rounds, requests=requests)


def token(web):
    body = f"grant_type=client_credentials&client_id=bench&client_secret={SECRET}"
    return json.loads(web.send("/api/v1/token/", body=body))["access_token"]


def api_lists(web, *, rounds, requests):
    bearer = {"Authorization": f"Bearer {token(web)}"}
    paths = {"product": "/api/v1/referrals/", "plain": "/bench/api/referrals/"}
    for path in paths.values():
        assert len(json.loads(web.send(path, headers=bearer))["results"]) == 25
    sides = {name: lambda path=path: web.send(path, headers=bearer) for name, path in paths.items()}
    return interleaved(web.meter, sides, rounds=rounds, requests=requests)
