import type {
  CreateListenerInput,
  CreateListenerOutput,
  DeleteListenerInput,
  ModifyListenerInput,
  ModifyListenerOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { checkActions } from '../check-actions';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import type { LoadBalancingStore } from '../store';
import { loadBalancerOf } from '../usage';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html */
export const createListener =
  (store: LoadBalancingStore): Operation<CreateListenerInput> =>
  async (input, context) => {
    const scope = scopeOf(context);
    const { usage } = store.in(scope);
    await usage.load();
    const loadBalancer = input.LoadBalancerArn ?? '';
    const DefaultActions = await checkActions(store, scope, loadBalancer, input.DefaultActions);
    const answer = (await context.forward?.({ ...input, DefaultActions })) as CreateListenerOutput;
    usage.setListeners(answer.Listeners);
    return answer;
  };

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyListener.html */
export const modifyListener =
  (store: LoadBalancingStore): Operation<ModifyListenerInput> =>
  async (input, context) => {
    const scope = scopeOf(context);
    const { usage } = store.in(scope);
    await usage.load();
    const loadBalancer = loadBalancerOf(input.ListenerArn ?? '');
    const DefaultActions =
      input.DefaultActions && (await checkActions(store, scope, loadBalancer, input.DefaultActions));
    const answer = (await context.forward?.({ ...input, DefaultActions })) as ModifyListenerOutput;
    usage.setListeners(answer.Listeners);
    return answer;
  };

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteListener.html */
export const deleteListener =
  (store: LoadBalancingStore): Operation<DeleteListenerInput> =>
  async (input, context) => {
    const { usage } = store.in(scopeOf(context));
    await usage.load();
    await context.forward?.();
    usage.delete(input.ListenerArn ?? '');
    return {};
  };
