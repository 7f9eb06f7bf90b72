"""What anybody may open, without an account."""

from accounts.policy import ANYONE, route
from referrals.views import public

urlpatterns = [
    route("ask-for-help/", public.ask_for_help, name="ask_for_help", get=ANYONE, post=ANYONE,
          rows="one's own request, which is being written"),
    route("ask-for-help/answer/", public.read_answer, name="read_answer", get=ANYONE, post=ANYONE,
          rows="the request whose reference and code are typed"),
]  # fmt: skip
