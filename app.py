"""Earshot as a Chalice app: registers the blueprints, nothing else."""

from chalice.app import Chalice

from chalicelib.entrypoints.pages import pages_blueprint
from chalicelib.entrypoints.queues import queues
from chalicelib.entrypoints.schedules import schedules
from chalicelib.entrypoints.services import services
from chalicelib.entrypoints.sign_in import sign_in_blueprint
from chalicelib.entrypoints.unknown import unknown_blueprint

app = Chalice(app_name="earshot")
app.register_blueprint(schedules)
app.register_blueprint(queues)
app.register_blueprint(pages_blueprint(lambda: services().console()))
app.register_blueprint(sign_in_blueprint(lambda: services().console()))
app.register_blueprint(unknown_blueprint(lambda: services().console()))
