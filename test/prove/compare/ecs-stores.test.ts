import { codeDeploy } from '../../../local-endpoint/services/codedeploy/service';
import { ecr } from '../../../local-endpoint/services/ecr/service';
import { ecs } from '../../../local-endpoint/services/ecs/service';
import { elasticLoadBalancing } from '../../../local-endpoint/services/elasticloadbalancing/service';
import { REPOSITORY } from '../../../prove/ecs-service/names';
import { start as startBlueGreen } from '../../../prove/kinds/ecs-blue-green/start';
import { start as startRolling } from '../../../prove/kinds/ecs-rolling/start';
import { CODE_DEPLOY_SEQUENCES } from './codedeploy-sequences';
import { REGISTRY_STEPS } from './registry-steps';
import { ROLLING_SEQUENCES } from './rolling-sequences';
import { alone } from './service-steps';
import { useComparison } from './support/use-comparison';

const compare = useComparison([codeDeploy, ecr, ecs, elasticLoadBalancing]);

/** Seconds in which the tasks of a service start. */
const BEGIN = { beginSeconds: 120 };

test('images, scans, task definitions and parameters come to the same in the local endpoint', async () => {
  const nothing = { ecr: { [REPOSITORY]: {} }, ecs: { families: {}, services: {}, failing: [] } };
  const simulated = { ...alone(startRolling()), ssm: {}, ...nothing };
  expect(await compare(simulated, REGISTRY_STEPS)).toEqual([]);
});

test.each(ROLLING_SEQUENCES)('of ECS, $what come to the same', async ({ steps, failing }) => {
  const simulated = alone(startRolling(), failing);
  expect(await compare(simulated, steps, BEGIN)).toEqual([]);
});

test.each(CODE_DEPLOY_SEQUENCES)('of CodeDeploy, $what come to the same', async ({ steps, failing }) => {
  const simulated = alone(startBlueGreen(), failing);
  expect(await compare(simulated, steps, BEGIN)).toEqual([]);
});
