from django.urls import path

from ordito.plan.views import (
    actions,
    acts,
    documents,
    grounds,
    indicators,
    money,
    monitoring,
    objectives,
    plans,
    threads,
)

app_name = "plan"

PLAN = "<slug:district>/piano/<slug:plan>/"

urlpatterns = [
    path("<slug:district>/piano/", plans.plans, name="plans"),
    path("<slug:district>/piano/nuovo/", plans.new_plan, name="new_plan"),
    path(PLAN, plans.plan, name="plan"),
    path(PLAN + "modifica/", plans.edit_plan, name="edit_plan"),
    path(PLAN + "adozione/", acts.adopt, name="adopt"),
    path(PLAN + "versioni/", acts.versions, name="versions"),
    path(PLAN + "versioni/nuova/", acts.revise, name="revise"),
    path(PLAN + "versioni/<int:number>/", acts.version, name="version"),
    path(PLAN + "versioni/<int:number>.<str:form>", acts.version_file, name="version_file"),
    path(PLAN + "firme/", acts.signatures, name="signatures"),
    path(PLAN + "art-19/<str:letter>/", plans.section, name="section"),
    path(PLAN + "documento/", documents.preview, name="document"),
    path(PLAN + "documento.<str:form>", documents.download, name="download"),
    path(PLAN + "andamento/", monitoring.monitoring, name="monitoring"),
    path(PLAN + "andamento/<slug:organisation>/", monitoring.sitting, name="sitting"),
    path(PLAN + "risorse/", money.money, name="money"),
    path(PLAN + "risorse.<str:form>", money.money_file, name="money_file"),
    path(PLAN + "risorse/criteri/", money.sharing_keys, name="sharing_keys"),
    path(PLAN + "risorse/criteri/<slug:key>/", money.sharing_key, name="sharing_key"),
    path(PLAN + "obiettivi/nuovo/", objectives.add_objective, name="add_objective"),
    path(PLAN + "obiettivi/<str:code>/", objectives.objective, name="objective"),
    path(PLAN + "obiettivi/<str:code>/modifica/", objectives.edit_objective, name="edit_objective"),
    path(PLAN + "obiettivi/<str:code>/filo/", threads.of_objective, name="objective_thread"),
    path(PLAN + "obiettivi/<str:code>/fondamenti/", grounds.of_objective, name="objective_grounds"),
    path(PLAN + "obiettivi/<str:code>/azione/", actions.add_action, name="add_action"),
    path(PLAN + "azioni/", actions.actions, name="actions"),
    path(PLAN + "azioni/<str:code>/", actions.action, name="action"),
    path(PLAN + "azioni/<str:code>/filo/", threads.of_action, name="action_thread"),
    path(PLAN + "azioni/<str:code>/fondamenti/", grounds.of_action, name="action_grounds"),
    path(PLAN + "azioni/<str:code>/modifica/", actions.edit_action, name="edit_action"),
    path(PLAN + "azioni/<str:code>/indicatori/nuovo/", indicators.add_indicator, name="add_indicator"),
    path(
        PLAN + "azioni/<str:code>/indicatori/<str:indicator>/",
        indicators.edit_indicator,
        name="edit_indicator",
    ),
]
