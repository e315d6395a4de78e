import {
  type CreateRuleInput,
  type DeleteRuleInput,
  DescribeRulesCommand,
  type ModifyRuleInput,
  type ModifyRuleOutput,
  type Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { checkActions } from '../check-actions';
import { AwsError } from '../../../kit/aws-error';
import type { CallContext, Operation } from '../../../kit/operation';
import { type Scope, scopeOf } from '../../../kit/scope';
import type { LoadBalancingStore } from '../store';
import { passErrors } from '../targets/find-target-group';
import { loadBalancerOf } from '../usage';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html */
export const createRule =
  (store: LoadBalancingStore): Operation<CreateRuleInput> =>
  async (input, context) => {
    const scope = scopeOf(context);
    const { usage } = store.in(scope);
    await usage.load();
    const loadBalancer = loadBalancerOf(input.ListenerArn ?? '');
    const Actions = await checkActions(store, scope, loadBalancer, input.Actions);
    const priority = Number(input.Priority);
    if (!(priority >= 1 && priority <= MAX_PRIORITY))
      throw new AwsError(
        'ValidationError',
        `The priority of a rule must be between 1 and ${MAX_PRIORITY}, got: ${input.Priority}`,
      );
    const answer = await forward(context, { ...input, Actions }, input.Priority);
    usage.setRules(answer.Rules);
    return answer;
  };

const MAX_PRIORITY = 50_000;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyRule.html */
export const modifyRule =
  (store: LoadBalancingStore): Operation<ModifyRuleInput> =>
  async (input, context) => {
    const scope = scopeOf(context);
    const { usage } = store.in(scope);
    await usage.load();
    await findRule(store, scope, input.RuleArn, 'modified');
    const loadBalancer = loadBalancerOf(input.RuleArn ?? '');
    const Actions = input.Actions && (await checkActions(store, scope, loadBalancer, input.Actions));
    const answer = await forward(context, { ...input, Actions });
    usage.setRules(answer.Rules);
    return answer;
  };

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteRule.html */
export const deleteRule =
  (store: LoadBalancingStore): Operation<DeleteRuleInput> =>
  async (input, context) => {
    const scope = scopeOf(context);
    const { usage } = store.in(scope);
    await usage.load();
    await findRule(store, scope, input.RuleArn, 'deleted');
    await context.forward?.();
    usage.delete(input.RuleArn ?? '');
    return {};
  };

/** @throws AwsError `RuleNotFound`, and `OperationNotPermitted` for the default rule, which only ModifyListener changes */
async function findRule(
  store: LoadBalancingStore,
  scope: Scope,
  arn: string | undefined,
  change: 'modified' | 'deleted',
): Promise<Rule> {
  if (!arn) throw new AwsError('ValidationError', 'A listener rule ARN must be specified');
  const command = new DescribeRulesCommand({ RuleArns: [arn] });
  const { Rules } = await passErrors(store.loadBalancing(scope).send(command));
  const rule = Rules?.[0];
  if (!rule) throw new AwsError('RuleNotFound', 'One or more rules not found');
  if (rule.IsDefault)
    throw new AwsError('OperationNotPermitted', `Default rule '${arn}' cannot be ${change}`);
  return rule;
}

async function forward(context: CallContext, input: object, priority?: number): Promise<ModifyRuleOutput> {
  try {
    return (await context.forward?.(input)) as ModifyRuleOutput;
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'PriorityInUse') throw error;
    throw new AwsError('PriorityInUse', `Priority '${priority}' is currently in use`);
  }
}
