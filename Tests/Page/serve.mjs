// Serves the page on a free loopback port.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

/** The address of the page over `http` or as a `file`, and how to end it. */
export async function publish(way, path) {
  if (way === 'file') return { url: pathToFileURL(path).href, close: () => {} };
  const page = readFileSync(path);
  const server = createServer((request, response) => {
    if (request.url === '/verifier.html') response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    else response.writeHead(404).end();
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { url: `http://127.0.0.1:${server.address().port}/verifier.html`, close: () => server.close() };
}
