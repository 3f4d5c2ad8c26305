from django.urls import path

from ordito.plan.views import actions, documents, plans

app_name = "plan"

PLAN = "<slug:district>/piano/<slug:plan>/"

urlpatterns = [
    path("<slug:district>/piano/", plans.plans, name="plans"),
    path("<slug:district>/piano/nuovo/", plans.new_plan, name="new_plan"),
    path(PLAN, plans.plan, name="plan"),
    path(PLAN + "modifica/", plans.edit_plan, name="edit_plan"),
    path(PLAN + "adozione/", plans.adopt, name="adopt"),
    path(PLAN + "art-19/<str:letter>/", plans.section, name="section"),
    path(PLAN + "documento/", documents.preview, name="document"),
    path(PLAN + "documento.<str:form>", documents.download, name="download"),
    path(PLAN + "obiettivi/nuovo/", plans.add_objective, name="add_objective"),
    path(PLAN + "obiettivi/<str:code>/", plans.edit_objective, name="edit_objective"),
    path(PLAN + "obiettivi/<str:code>/azione/", actions.add_action, name="add_action"),
    path(PLAN + "azioni/", actions.actions, name="actions"),
    path(PLAN + "azioni/<str:code>/", actions.action, name="action"),
    path(PLAN + "azioni/<str:code>/modifica/", actions.edit_action, name="edit_action"),
    path(PLAN + "azioni/<str:code>/indicatori/nuovo/", actions.add_indicator, name="add_indicator"),
    path(
        PLAN + "azioni/<str:code>/indicatori/<str:indicator>/", actions.edit_indicator, name="edit_indicator"
    ),
]
