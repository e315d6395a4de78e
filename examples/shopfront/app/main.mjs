import { server } from './server.mjs';

const running = server().listen(Number(process.env.PORT ?? 3000));

// ECS sends SIGTERM when other tasks have taken over: finish what was begun, take nothing new.
process.on('SIGTERM', () => running.close());
