from django.http import HttpResponse, JsonResponse
from django.urls import include, path


def me(request):
    if not request.user.is_authenticated:
        return JsonResponse({"user": None}, status=401)
    return JsonResponse({"user": request.user.pk})


def login_error(request):
    return HttpResponse("Sign-in failed.", status=403)


urlpatterns = [
    path("me", me),
    path("healthz", lambda request: HttpResponse("ok")),
    path("login-error", login_error),
    path("accounts/", include("django.contrib.auth.urls")),
    path("", include("social_django.urls", namespace="social")),
]
