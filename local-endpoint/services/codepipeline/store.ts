import type { ServiceContext } from '../../kit/context';
import type { Job } from './providers/lambda-job';
import type { Approval } from './providers/pending-approval';
import type { Pipeline } from './model';

/** What CodePipeline keeps in one account and region. */
interface State {
  readonly pipelines: Map<string, Pipeline>;
  /** Lambda jobs by id; those that ended stay, so that a second result is told apart from an unknown job. */
  readonly jobs: Map<string, Job>;
  /** Approvals by token; those that ended stay, so that a second answer is told apart from a wrong token. */
  readonly approvals: Map<string, Approval>;
}

/** What the operations and the engine of this service work with. */
export interface CodePipelineStore {
  readonly context: ServiceContext;
  /** The state of one account and region; made when first asked for. */
  state(accountId: string, region: string): State;
  /** The pipelines of every account and region. */
  pipelines(): Pipeline[];
}

/** A store with nothing in it yet. */
export function createCodePipelineStore(serviceContext: ServiceContext): CodePipelineStore {
  const states = new Map<string, State>();
  return {
    context: serviceContext,
    pipelines: () => [...states.values()].flatMap(({ pipelines }) => [...pipelines.values()]),
    state(accountId, region) {
      const place = `${accountId}/${region}`;
      const known = states.get(place);
      if (known) return known;
      const state: State = { pipelines: new Map(), jobs: new Map(), approvals: new Map() };
      states.set(place, state);
      return state;
    },
  };
}
