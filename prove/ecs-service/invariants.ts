import { previousTag, servingTag } from '../../handlers/contract/names';
import type { SimulatedAccount } from '../simulated-account/simulated-account';
import { CONTAINER, IDENTITY, NAME, OTHER, REPOSITORY, RULE, SIZE } from './names';
import { seeImage, seeRecord, seeSides, seeTagged } from './observe';

/**
 * What holds at every moment: capacity, protection of what is recorded to serve, and what is someone else's.
 * @param before the simulated account at the start
 */
export const always = (simulated: SimulatedAccount, before: SimulatedAccount): string[] => [
  ...capacity(simulated),
  ...protection(simulated),
  ...foreign(simulated, before),
];

/** With a minimum of healthy tasks of 100 %, and with CodeDeploy, as many serve as the service is to have. */
const capacity = (simulated: SimulatedAccount): string[] =>
  seeSides(simulated)
    .filter(({ weight, healthy }) => weight > 0 && healthy < SIZE)
    .map(
      ({ targetGroup, weight, healthy }) =>
        `1: ${targetGroup.replace(/^.*:/, '')} has ${weight} % of the traffic and must have ${SIZE} healthy targets, got: ${healthy}`,
    );

/** No lifecycle rule expires an image that has one of the two tags. */
function protection(simulated: SimulatedAccount): string[] {
  const image = seeRecord(simulated)?.serving.images[CONTAINER];
  if (image === undefined) return [];
  const tagged = [servingTag(IDENTITY), previousTag(IDENTITY)].map((tag) => seeTagged(simulated, tag));
  return tagged.some((digest) => digest !== undefined && image.endsWith(digest))
    ? []
    : [`2: ${image}, which is recorded to serve, must have one of the tags that protect it`];
}

function foreign(simulated: SimulatedAccount, before: SimulatedAccount): string[] {
  const others = ({ ecs, ecr, ssm, loadBalancing }: SimulatedAccount): Record<string, unknown> => ({
    service: ecs?.services[`${OTHER}/${OTHER}`],
    family: ecs?.families[OTHER],
    repository: ecr?.[OTHER],
    parameter: ssm[`/${OTHER}`],
    rule: loadBalancing.rules[`${RULE}-other`],
  });
  const now = others(simulated);
  return Object.entries(others(before))
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(now[name]))
    .map(([name]) => `5: the ${name} of someone else must be as it was`);
}

/**
 * What holds of record and protection when nothing happens any more.
 * @param serving ARN of the revision that serves
 */
export function recordedAtRest(simulated: SimulatedAccount, serving: string): string[] {
  const record = seeRecord(simulated);
  const served = simulated.ecs?.services[`${NAME}/${NAME}`]?.served ?? [];
  const images = served.map((arn) => seeImage(simulated, arn));
  if (!record && images.every((image) => !isOwn(image))) return []; // nothing was released yet
  const image = seeImage(simulated, serving);
  const before = images.findLast((one) => one !== image && isOwn(one));
  return [
    ...(record?.serving.taskDefinition === serving
      ? []
      : [
          `3: the record must name ${serving}, which serves, got: ${record?.serving.taskDefinition ?? 'none'}`,
        ]),
    ...(isOwn(image) ? hasTag(simulated, servingTag(IDENTITY), image) : []),
    ...(before === undefined ? [] : hasTag(simulated, previousTag(IDENTITY), before)),
  ];
}

const isOwn = (image: string): boolean => image.includes(`/${REPOSITORY}@`);

function hasTag(simulated: SimulatedAccount, tag: string, image: string): string[] {
  const digest = seeTagged(simulated, tag);
  return digest !== undefined && image.endsWith(digest)
    ? []
    : [`2: ${image} must have the tag ${tag}, which ${digest ?? 'no image'} has`];
}

/** An execution that has succeeded is recorded, and its image serves alone. */
export function recordedSuccess(
  simulated: SimulatedAccount,
  executionId: string,
  image: string,
  serving: string,
): string[] {
  const { pipelineExecutionId } = seeRecord(simulated)?.serving ?? {};
  const got = seeImage(simulated, serving);
  return [
    ...(got === image ? [] : [`6: ${image} must serve, got: ${got}`]),
    ...(pipelineExecutionId === executionId
      ? []
      : [`6: the record must name execution ${executionId}, got: ${pipelineExecutionId ?? 'none'}`]),
    ...(simulated.pipeline.latest.Deploy?.execution === executionId
      ? []
      : ['6: it must be the last to deploy']),
  ];
}
