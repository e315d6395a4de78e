import type { Route } from '../endpoint/route';
import type { Service } from '../endpoint/service';
import type { Pushes } from './pushes';
import type { World } from '../kit/context';
import { createCodeCommit } from '../services/codecommit/service';
import { createConnections } from '../services/codeconnections/service';
import { gitRoute } from './route';
import { createRoom } from './room';

/** The local git remote and the services that know its repositories. */
export interface Git {
  readonly routes: readonly Route[];
  readonly services: readonly Service[];
  readonly pushes: Pushes;
}

/** Real repositories in the endpoint's folder, served by git itself. */
export function createGit(world: World): Git {
  const room = createRoom(world);
  return {
    routes: [gitRoute(room)],
    services: [...createConnections(room), createCodeCommit(room)],
    pushes: { listen: (listener) => void room.listeners.push(listener) },
  };
}
