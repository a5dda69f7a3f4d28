"""Drives the unchanged `smartcar` 6.19.1 from PyPI against the simulator: every call of v2.0 and the v3 reads it has.

The SDK is pointed at loopback by its own environment variables and nothing of it is changed. Where v3 wants the
`sc-user-id` header, which this SDK never sends, a subclass adds it; the unaided call is checked too.
"""

import json
import os
import sys
import urllib.request

READY, WORLD = (json.load(open(path)) for path in sys.argv[1:3])
ORIGIN = READY["smartcar"]["v2"]
AMT = WORLD["smartcar"]["managementToken"]
os.environ.update(
    SMARTCAR_API_ORIGIN=ORIGIN,
    SMARTCAR_AUTH_ORIGIN=ORIGIN + "/oauth/token",
    SMARTCAR_CONNECT_ORIGIN=ORIGIN,
    SMARTCAR_MANAGEMENT_API_ORIGIN=ORIGIN,
    SMARTCAR_VEHICLE_API_V3_ORIGIN=ORIGIN,
    SMARTCAR_CLIENT_ID=WORLD["smartcar"]["clientID"],
    SMARTCAR_CLIENT_SECRET=WORLD["smartcar"]["clientSecret"],
    SMARTCAR_REDIRECT_URI="https://dealer.example.test/callback",
)

import smartcar  # noqa: E402  (the environment must be set before)
import smartcar.smartcar  # noqa: E402
from checks import Checks  # noqa: E402

t = Checks("smartcar " + smartcar.__version__)
CARS = [car for car in WORLD["vehicles"] if "smartcar" in car]
Failure = smartcar.SmartcarException


def machine_token():
    """v3 tokens are for plain HTTP; the SDK has no call for them."""
    body = {
        "grant_type": "client_credentials",
        "client_id": os.environ["SMARTCAR_CLIENT_ID"],
        "client_secret": os.environ["SMARTCAR_CLIENT_SECRET"],
    }
    request = urllib.request.Request(
        READY["smartcar"]["iam"] + "/oauth2/token",
        json.dumps(body).encode(),
        {"content-type": "application/json"},
    )
    return json.load(urllib.request.urlopen(request))["access_token"]


class VehicleOfUser(smartcar.Vehicle):
    """Adds the header that v3 wants for signals."""

    user = None

    def _get_headers(self, need_unit_system=True):
        return {**super()._get_headers(need_unit_system), "sc-user-id": self.user}


def tokens(car):
    """Exchange a code, refresh, and the old refresh token's grace."""
    owner = car["connections"][0]["owner"]
    auth = smartcar.AuthClient()
    access = auth.exchange_code(owner["code"])
    t.check("expires_in", access.expires_in, 7200)
    t.check("token type", access.token_type, "Bearer")
    t.raises("a code works once", lambda: auth.exchange_code(owner["code"]), Failure, status_code=400, type="invalid_grant")
    rotated = auth.exchange_refresh_token(access.refresh_token)
    t.true("refresh rotates", rotated.refresh_token != access.refresh_token)
    again = auth.exchange_refresh_token(access.refresh_token)
    t.true("the old one works on for its grace", again.access_token)
    t.raises("an unknown refresh token", lambda: auth.exchange_refresh_token("nobody"), Failure, status_code=400)
    stranger = smartcar.AuthClient(client_id="client_other", client_secret="other")
    t.raises("another client", lambda: stranger.exchange_code("x"), Failure, status_code=401, type="invalid_client")
    t.true("connect address", auth.get_auth_url(["read_vin"], {"state": "s"}).startswith(ORIGIN + "/oauth/authorize?"))
    return rotated.access_token


def reads(world_car, token):
    car = world_car["smartcar"]
    connection = car["connections"][0]
    t.check("user", smartcar.get_user(token).id, connection["userID"])
    listed = smartcar.get_vehicles(token, {"limit": 10, "offset": 0})
    t.check("vehicles", listed.vehicles, [car["vehicleID"]])
    t.check("paging", (listed.paging.count, listed.paging.offset), (1, 0))
    vehicle = smartcar.Vehicle(car["vehicleID"], token)
    facts = vehicle.attributes()
    t.check("attributes", (facts.make, facts.model, facts.year), tuple(world_car[k] for k in ("make", "model", "year")))
    t.check("vin", vehicle.vin().vin, world_car["vin"])
    t.check("request id", len(vehicle.vin().meta.request_id), 36)
    t.check("permissions", vehicle.permissions().permissions, connection["permissions"])
    t.check("permissions, a page", vehicle.permissions({"limit": 1, "offset": 0}).permissions, connection["permissions"][:1])
    batch = vehicle.batch(["/", "/vin", "/odometer"])
    t.check("batch: vin", batch.vin().vin, world_car["vin"])
    t.check("batch: attributes", batch.attributes().id, car["vehicleID"])
    t.raises("batch: odometer", batch.odometer, Failure, type="COMPATIBILITY", code="VEHICLE_NOT_CAPABLE")
    return vehicle


def incapable(vehicle):
    """Every other read and command of the SDK: this car cannot do it."""
    calls = """charge battery battery_capacity nominal_capacity fuel tire_pressure engine_oil odometer service_history
        diagnostic_system_status diagnostic_trouble_codes location get_charge_limit lock_status lock unlock start_charge
        stop_charge""".split()
    for name in calls:
        t.raises(name, getattr(vehicle, name), Failure, status_code=501, type="COMPATIBILITY")
    t.raises("set_charge_limit", lambda: vehicle.set_charge_limit(0.8), Failure, status_code=501)
    t.raises("send_destination", lambda: vehicle.send_destination(0, 0), Failure, status_code=501)
    t.raises("request", lambda: vehicle.request("GET", "odometer"), Failure, status_code=501)


def compatibility(world_car):
    fits = smartcar.get_compatibility(world_car["vin"], ["read_vin", "read_location"], "US")
    t.check("compatible", (fits.compatible, fits.reason), (True, None))
    t.check("capabilities", [(c.permission, c.capable) for c in fits.capabilities], [("read_vin", True), ("read_location", False)])
    unknown = smartcar.get_compatibility("1HGBH41JXMN109186", ["read_vin"], "US")
    t.check("incompatible", (unknown.compatible, unknown.reason), (False, "VEHICLE_NOT_COMPATIBLE"))


def management():
    """The whole list by cursor, then filters, isolation and deletion."""
    wanted = sorted((car["smartcar"]["vehicleID"], c["userID"]) for car in CARS for c in car["smartcar"]["connections"])
    found, cursor = [], None
    for _ in range(100):
        page = smartcar.get_connections(AMT, {}, {"limit": 7, **({"cursor": cursor} if cursor else {})})
        found += [(c.vehicle_id, c.user_id) for c in page.connections]
        t.true("page size", len(page.connections) <= 7)
        cursor = page.paging.cursor
        if not cursor:
            break
    t.check("every connection once, nobody else's", sorted(found), wanted)
    others = [o["userID"] for car in CARS for o in car["smartcar"].get("otherConnections", [])]
    t.true("another application has connections", others)
    t.check("and none is listed", [user for _, user in found if user in others], [])
    car = CARS[1]["smartcar"]
    users = [c["userID"] for c in car["connections"]]
    mine = smartcar.get_connections(AMT, {"vehicle_id": car["vehicleID"]})
    t.check("by vehicle", sorted(c.user_id for c in mine.connections), sorted(users))
    t.check("by user", len(smartcar.get_connections(AMT, {"user_id": users[0]}).connections), 1)
    deleted = smartcar.delete_connections(AMT, {"user_id": users[0]})
    t.check("deleted by user", [(c.vehicle_id, c.user_id) for c in deleted.connections], [(car["vehicleID"], users[0])])
    deleted = smartcar.delete_connections(AMT, {"vehicle_id": car["vehicleID"]})
    t.check("deleted by vehicle", sorted(c.user_id for c in deleted.connections), sorted(users[1:]))
    t.check("again", smartcar.delete_connections(AMT, {"vehicle_id": car["vehicleID"]}).connections, [])
    t.check("listed after", smartcar.get_connections(AMT, {"vehicle_id": car["vehicleID"]}).connections, [])
    t.raises("no filter", lambda: smartcar.delete_connections(AMT), Failure, status_code=400, type="VALIDATION")


def worlds_apart(vehicle, machine):
    """No kind of token works in the place of another."""
    t.raises("owner's token as management token", lambda: smartcar.get_connections(vehicle.access_token), Failure, status_code=401)
    t.raises("application's token for an owner's read", lambda: smartcar.get_user(machine), Failure, type="AUTHENTICATION")
    t.raises("management token for an owner's read", lambda: smartcar.get_user(AMT), Failure, type="AUTHENTICATION")
    t.raises("owner's token at v3", vehicle.get_signals, Failure, status_code=401, type="SDK_ERROR")
    t.raises("unknown vehicle is 400", smartcar.Vehicle("nobody", vehicle.access_token).attributes, Failure, status_code=400)


def version3(world_car, machine):
    car = world_car["smartcar"]
    t.check("v3 vehicle", smartcar.smartcar.get_vehicle(machine, car["vehicleID"])["body"]["data"]["id"], car["vehicleID"])
    t.raises("v3 unknown vehicle", lambda: smartcar.smartcar.get_vehicle(machine, "nobody"), Failure, type="SDK_ERROR")
    plain = smartcar.Vehicle(car["vehicleID"], machine)
    t.raises("v3 signals without user", plain.get_signals, Failure, status_code=400)
    vehicle = VehicleOfUser(car["vehicleID"], machine)
    vehicle.user = car["connections"][0]["userID"]
    body = vehicle.get_signals()["body"]
    t.check("v3 signals", [s["id"] for s in body["data"]], ["vehicleidentification-vin"])
    t.check("v3 included vehicle", body["included"]["vehicle"]["id"], car["vehicleID"])
    signal = vehicle.get_signal("vehicleidentification-vin")["body"]
    t.check("v3 vin", signal["data"]["attributes"]["body"]["value"], world_car["vin"])


def webhooks(world_car, vehicle):
    webhook = world_car["smartcar"]["subscriptions"][0]["webhookID"]
    t.check("subscribe", vehicle.subscribe(webhook).webhook_id, webhook)
    t.check("unsubscribe", vehicle.unsubscribe(AMT, webhook).status, "success")
    t.raises("unsubscribe with another token", lambda: vehicle.unsubscribe("other", webhook), Failure, status_code=401)
    vector = "9baf5a7464bd86740ad5a06e439dcf535a075022ed2c92d74efacf646d79328e"
    t.check("challenge", smartcar.hash_challenge("amt", "challenge"), vector)
    t.true("payload", smartcar.verify_payload("amt", vector, "challenge"))


def ending(vehicle):
    t.check("disconnect", vehicle.disconnect().status, "success")
    t.raises("the token died for this car", vehicle.vin, Failure, status_code=401, type="AUTHENTICATION")
    t.raises("disconnect again", vehicle.disconnect, Failure, status_code=401)


car = CARS[0]
machine = machine_token()
token = tokens(car["smartcar"])
vehicle = reads(car, token)
incapable(vehicle)
compatibility(car)
management()
worlds_apart(vehicle, machine)
version3(car, machine)
webhooks(car, vehicle)
ending(vehicle)
t.finish()
