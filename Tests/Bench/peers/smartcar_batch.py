"""What a dealer's engineer would write instead: the smartcar SDK in a thread pool, a ledger in sqlite3's default mode.

Per car: read the VIN, list its connections, unsubscribe, disconnect, then list again; as many calls as `handover batch`
makes for a car (given as --calls; the difference is made of further second looks). Every step is committed on its own.
"""

import argparse
import json
import os
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor

options = argparse.ArgumentParser()
options.add_argument("ready")
options.add_argument("world")
options.add_argument("ledger")
options.add_argument("--threads", type=int, default=16)
options.add_argument("--calls", type=int, default=5)
options = options.parse_args()

ready, world = (json.load(open(path)) for path in (options.ready, options.world))
origin = ready["smartcar"]["v2"]
os.environ.update(
    SMARTCAR_API_ORIGIN=origin,
    SMARTCAR_MANAGEMENT_API_ORIGIN=origin,
    SMARTCAR_VEHICLE_API_V3_ORIGIN=origin,
)
import smartcar  # noqa: E402  (the environment must be set before)

management = world["smartcar"]["managementToken"]
ledger = sqlite3.connect(options.ledger, check_same_thread=False)
ledger.execute("create table step(vin text, what text, at real)")
ledger.commit()
lock = threading.Lock()


def note(vin, what):
    with lock:
        ledger.execute("insert into step values (?, ?, ?)", (vin, what, time.time()))
        ledger.commit()


def listed(car):
    return smartcar.get_connections(management, {"vehicle_id": car["vehicleID"]}).connections


def hand_over(entry):
    vin, car = entry["vin"], entry["smartcar"]
    connection = car["connections"][0]
    vehicle = smartcar.Vehicle(car["vehicleID"], connection["owner"]["accessToken"])
    note(vin, "seen " + vehicle.vin().vin)
    found = listed(car)
    note(vin, f"listed {len(found)}")
    made = 2
    for subscription in car.get("subscriptions", []):
        note(vin, "intent unsubscribe")
        vehicle.unsubscribe(management, subscription["webhookID"])
        note(vin, "unsubscribed")
        made += 1
    note(vin, "intent disconnect")
    vehicle.disconnect()
    note(vin, "disconnected")
    made += 1
    while True:
        left = listed(car)
        made += 1
        note(vin, f"left {len(left)}")
        if made >= options.calls:
            return made, len(left)


cars = [entry for entry in world["vehicles"] if "smartcar" in entry]
with ThreadPoolExecutor(options.threads) as pool:
    results = list(pool.map(hand_over, cars))
print(json.dumps({"cars": len(cars), "calls": sum(made for made, _ in results), "left": sum(left for _, left in results)}))
