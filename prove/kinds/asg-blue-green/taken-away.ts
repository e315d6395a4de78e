import { settingsParameterName, releaseParameterName } from '../../../handlers/contract/names';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import type { Change } from '../kind';
import { alwaysServing } from './invariants';
import { IDENTITY, IMAGES, NAME, parameter, RULE, SIZE } from './names';
import { seeSides } from './observe';
import { start } from './start';

const PARAMETERS = [
  settingsParameterName(IDENTITY),
  parameter('ami-id'),
  parameter('launch-template'),
  parameter('asg/new'),
  parameter('asg/old'),
  parameter('asg/green'),
  releaseParameterName(IDENTITY),
];

/** Someone deletes a parameter, and puts it back with its versions, unless the pipeline has written it since. */
const withoutParameter = (name: string): Change => ({
  name: `without-${name.split('/').slice(4).join('-')}`,
  when: ({ ssm }) => name in ssm,
  takes: new RegExp(name),
  apply: ({ ssm }) => {
    const kept = ssm[name];
    delete ssm[name];
    return (later) => void (kept && (later.ssm[name] ??= kept));
  },
});

/** Someone deletes the launch template. Nobody can put it back as it was: here it is as though that were possible. */
const withoutTemplate: Change = {
  name: 'without-template',
  takes: /[Ll]aunch ?[Tt]emplate/,
  apply: ({ ec2: { templates } }) => {
    const kept = templates[NAME];
    delete templates[NAME];
    return ({ ec2 }) => void (kept && (ec2.templates[NAME] ??= kept));
  },
};

/** Someone deregisters the image of the release. */
const withoutImage: Change = {
  name: 'without-image',
  when: ({ ec2: { images } }) => IMAGES[1] in images,
  takes: new RegExp(IMAGES[1]),
  apply: ({ ec2: { images } }) => {
    const kept = images[IMAGES[1]];
    delete images[IMAGES[1]];
    return ({ ec2 }) => void (kept && (ec2.images[IMAGES[1]] ??= kept));
  },
};

/**
 * Someone deletes the target group that has less of the traffic, which takes that from the rule first: AWS refuses to
 * delete one that a rule names. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html
 */
export const WITHOUT_TARGET_GROUP: Change = {
  name: 'without-target-group',
  takes: /target group|targetgroup/i,
  always: (simulated) => alwaysServing(simulated, start(), SIZE),
  apply: (simulated) => {
    const [side] = seeSides(simulated).toSorted((one, other) => one.weight - other.weight);
    const arn = side?.targetGroup ?? '';
    const kept = simulated.loadBalancing.targetGroups[arn];
    delete simulated.loadBalancing.targetGroups[arn];
    setWeights(simulated, (weights) => weights.filter(({ TargetGroupArn }) => TargetGroupArn !== arn));
    return (later) => {
      if (!kept) return;
      later.loadBalancing.targetGroups[arn] ??= { ...kept, targets: {} };
      setWeights(later, (weights) => [...weights, { TargetGroupArn: arn, Weight: 0 }]);
    };
  },
};

type Weights = { readonly TargetGroupArn?: string; readonly Weight?: number }[];

function setWeights(
  { loadBalancing: { rules } }: SimulatedAccount,
  change: (weights: Weights) => Weights,
): void {
  const rule = rules[RULE];
  if (!rule) return;
  const weights = rule.Actions?.[0]?.ForwardConfig?.TargetGroups ?? [];
  rule.Actions = [{ Type: 'forward', ForwardConfig: { TargetGroups: change(weights) } }];
}

/** What else someone takes away by hand. */
export const TAKEN_AWAY: readonly Change[] = [
  ...PARAMETERS.map(withoutParameter),
  ...[withoutTemplate, withoutImage],
];
