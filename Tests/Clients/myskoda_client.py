"""Drives the unchanged `myskoda` 2.17.2 from PyPI against the simulator: session, garage, car, and the paths it only lists.

The package needs Python 3.13. Where that is absent the run is skipped and says so; it never claims to have passed. Only its
base address is changed, in the three modules that import it by name.
"""

import asyncio
import json
import sys

if sys.version_info < (3, 13):
    version = ".".join(map(str, sys.version_info[:3]))
    print(f"myskoda 2.17.2: SKIPPED, nothing was checked: it needs Python 3.13 or newer and this is {version}")
    sys.exit(0)

import myskoda.auth.authorization  # noqa: E402
import myskoda.const  # noqa: E402
import myskoda.myskoda  # noqa: E402
import myskoda.rest_api  # noqa: E402
from aiohttp import ClientSession  # noqa: E402
from checks import Checks  # noqa: E402

READY, WORLD = (json.load(open(path)) for path in sys.argv[1:3])
BASE = READY["skoda"]["api"].removesuffix("/api")
for module in (myskoda.const, myskoda.rest_api, myskoda.myskoda, myskoda.auth.authorization):
    if hasattr(module, "BASE_URL_SKODA"):
        module.BASE_URL_SKODA = BASE

t = Checks("myskoda 2.17.2")


class Session(myskoda.auth.authorization.Authorization):
    """The abstract session of the package with the app's own values."""

    client_id = myskoda.const.CLIENT_ID
    redirect_uri = myskoda.const.REDIRECT_URI
    base_url = BASE


async def main():
    car = next(v for v in WORLD["vehicles"] if v.get("skoda", {}).get("guests"))
    skoda = car["skoda"]
    async with ClientSession() as http:
        session = Session(http)
        await session.authorize_refresh_token(skoda["seller"]["refreshToken"])
        t.true("refresh rotates", await session.get_refresh_token() != skoda["seller"]["refreshToken"])
        api = myskoda.rest_api.RestApi(http, session)
        garage = (await api.get_garage()).result
        t.check("garage", [(v.vin, v.state) for v in garage.vehicles], [(car["vin"], skoda["state"])])
        info = (await api.get_info(car["vin"])).result
        t.check("car", (info.vin, info.state, info.specification.model_year), (car["vin"], skoda["state"], str(car["year"])))
        users = f"/v2/garage/vehicles/{car['vin']}/users"
        guests = json.loads(await api.raw_request(f"{users}/guests", "GET"))["users"]
        t.check("guests", [g["id"] for g in guests], [g["id"] for g in skoda["guests"]])
        for guest in guests:
            await api.raw_request(f"{users}/guests/{guest['id']}", "DELETE")
        t.check("guests after", json.loads(await api.raw_request(f"{users}/guests/count", "GET")), {"count": 0})
        await api.raw_request(f"/v2/garage/vehicles/{car['vin']}", "DELETE")
        t.check("garage after", (await api.get_garage()).result.vehicles, [])


asyncio.run(main())
t.finish()
