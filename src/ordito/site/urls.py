"""Every address: the house first, then each room under its district."""

from django.urls import include, path

from ordito.site import views

urlpatterns = [
    path("", views.districts, name="districts"),
    path("lingua/<str:code>/", views.choose_language, name="language"),
    path("stato/", views.health, name="health"),
    path("accesso/", include("allauth.account.urls")),
    path("accesso/secondo-fattore/", include("allauth.mfa.urls")),
    path("", include("ordito.participation.urls")),  # first, for its short addresses name no district
    path("", include("ordito.territory.urls")),
    path("", include("ordito.community.urls")),
    path("", include("ordito.governance.urls")),
    path("", include("ordito.plan.urls")),
    path("", include("ordito.core.urls")),
    path("<slug:district>/convoca/", views.convene, name="convene"),
    path("<slug:district>/cerca/", views.search, name="search"),
    path("<slug:district>/", views.home, name="home"),
]

handler400 = "ordito.site.views.bad_request"
handler403 = "ordito.site.views.forbidden"
handler404 = "ordito.site.views.not_found"
handler500 = "ordito.site.views.broken"
