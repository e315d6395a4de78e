import { createServer } from 'node:http';
import { products } from './products.mjs';

/** The application's server, not listening yet. */
export const server = () =>
  createServer((request, response) => {
    if (request.url === '/health') return response.end('ok\n');
    if (request.url !== '/api/products') return response.writeHead(404).end();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(products()));
  });
