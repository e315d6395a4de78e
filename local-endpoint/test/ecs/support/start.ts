import { createEcs } from '../../../services/ecs/service';
import { startTestEndpoint, type TestEndpoint } from '../../../testing';

/** An endpoint with ECS. */
export const startEcs = (): Promise<TestEndpoint> =>
  startTestEndpoint({
    parts: (context) => {
      const { service, observers } = createEcs(context);
      return { services: [service], observers };
    },
  });
