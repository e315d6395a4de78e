import { elasticLoadBalancing } from '../../../services/elasticloadbalancing/service';
import { ecs } from '../../../services/ecs/service';
import { startTestEndpoint, type TestEndpoint } from '../../../testing';

/** An endpoint with ECS. */
export const startEcs = (): Promise<TestEndpoint> =>
  startTestEndpoint({ services: [ecs, elasticLoadBalancing] });
