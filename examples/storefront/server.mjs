import { createServer } from 'node:http';

const version = process.env.VERSION ?? 'unknown';

const server = createServer((request, response) => {
  if (request.url === '/health') return response.end('ok\n');
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.end(`Storefront ${version}\n`);
});

server.listen(Number(process.env.PORT ?? 8080));

// ECS sends SIGTERM when blue is no longer needed: finish what was begun, take nothing new.
process.on('SIGTERM', () => server.close());
