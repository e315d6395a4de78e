import type { Step } from '../../../prove/compare/step';
import { CONTAINER, NAME, NEXT, PORT, RELEASE, TARGET_GROUPS } from '../../../prove/ecs-service/names';
import { revisionArn } from '../../../prove/stores/ecs/find';
import type { ServiceSequence } from './rolling-sequences';
import { register, restOf, setAlarm, update } from './service-steps';

const ofGroup = { applicationName: NAME, deploymentGroupName: NAME };

const call = (operation: string, input: object): Step => ({ service: 'codedeploy', operation, input });

const deploy = (revision: number): Step => {
  const properties = {
    TaskDefinition: revisionArn(NAME, revision),
    LoadBalancerInfo: { ContainerName: CONTAINER, ContainerPort: PORT },
  };
  const resources = [{ TargetService: { Type: 'AWS::ECS::Service', Properties: properties } }];
  const content = JSON.stringify({ version: 0, Resources: resources });
  return call('CreateDeployment', {
    ...ofGroup,
    revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
  });
};

/** @param back how many deployments were made since @default - the last one */
const ofDeployment = (operation: string, back = 0): Step => ({
  ...{ service: 'codedeploy', operation, input: {} },
  found: ({ codeDeploy: state }) => ({
    deploymentId: (state?.deployments.at(-1 - back) ?? state?.deployments[0])?.id,
  }),
});

/** Time, and all that is read of a service and its last two deployments. */
const readAfter = (seconds: number): Step[] => [
  ...restOf(seconds, TARGET_GROUPS, 'CodeDeploy Deployment State-change Notification'),
  ...[ofDeployment('GetDeployment'), ofDeployment('GetDeployment', 1)],
];

/**
 * Seconds after which green has a part of the traffic; from then on until it has all of it, and both run; and until all is at
 * rest, also a rollback.
 */
const [PART, ALL, REST] = [65, 70, 600];

export const CODE_DEPLOY_SEQUENCES: readonly ServiceSequence[] = [
  {
    what: 'deployments one after the other',
    steps: [
      ...[register(RELEASE), deploy(4), call('GetDeploymentGroup', ofGroup)],
      ...[...readAfter(PART), ...readAfter(ALL), ...readAfter(REST)],
      ...[deploy(3), ...readAfter(PART), ...readAfter(REST)],
    ],
  },
  {
    what: 'one that is stopped while green starts, and the next',
    steps: [
      ...[register(RELEASE), deploy(4), { seconds: 10 }, ofDeployment('StopDeployment'), ...readAfter(REST)],
      ...[deploy(4), ...readAfter(REST)],
    ],
  },
  {
    what: 'one that is stopped while green has a part of the traffic',
    steps: [
      ...[register(RELEASE), deploy(4), { seconds: PART }, ofDeployment('StopDeployment')],
      ...readAfter(REST),
    ],
  },
  {
    what: 'an alarm while green has a part of the traffic',
    steps: [register(RELEASE), deploy(4), { seconds: PART }, setAlarm('ALARM'), ...readAfter(REST)],
  },
  {
    what: 'an alarm while green has all traffic, and blue still runs',
    steps: [register(RELEASE), deploy(4), { seconds: PART + ALL }, setAlarm('ALARM'), ...readAfter(REST)],
  },
  {
    what: 'tasks that fail, until someone stops the deployment, and the next',
    failing: RELEASE,
    steps: [
      ...[register(RELEASE), register(NEXT), deploy(4), ...readAfter(PART), ofDeployment('StopDeployment')],
      ...[...readAfter(REST), deploy(5), ...readAfter(REST)],
    ],
  },
  {
    what: 'what is refused',
    steps: [
      ...[update(2), register(RELEASE), deploy(4), deploy(3), ...readAfter(REST)],
      ...[ofDeployment('StopDeployment'), call('GetDeployment', { deploymentId: 'd-AAAAAAAAA' })],
    ],
  },
  { what: 'a revision that is not there', steps: [deploy(9), ...readAfter(REST)] },
];
