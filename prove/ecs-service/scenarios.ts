import { caseRunOf } from '../run/case-run';
import { play } from '../run/play';
import type { Change, Scenario } from '../kinds/kind';
import type { SimulatedAccount } from '../simulated-account/simulated-account';
import { rollBackStage, startExecution } from '../stores/codepipeline/operator';
import type { ScanResult } from '../stores/ecr/model';
import { alarm, noCapacity, setFailing, setScan } from './changes';
import { always } from './invariants';
import { FIRST, imageOf, NEXT, RELEASE, ROLLBACK } from './names';
import { withoutReleases } from './start';

/** What a kind that releases to a service has of its own. */
export interface ServiceKind extends Pick<Scenario, 'targetsOf' | 'atRest' | 'mayRefuse'> {
  readonly kind: string;
  /** The account before the execution that is proven. */
  start(): SimulatedAccount;
  /** Keys of an execution's artifacts. */
  artifactsOf(execution: string): Readonly<Record<string, string>>;
  /** Revisions of an execution's sources. @default - none is recorded */
  readonly revisionsOf?: (execution: string) => Readonly<Record<string, string>>;
  /** What happens beside a release of this kind only. @default - nothing */
  readonly changes?: readonly Change[];
  /**
   * What holds once an execution has succeeded.
   * @param release the execution whose artifacts it deploys
   * @param image the execution whose image it deploys
   */
  succeeded(simulated: SimulatedAccount, id: string, release: string, image: string): readonly string[];
}

/** What each scenario of a service has, and what ones of a kind's own are made from. */
export type ServiceScenario = Omit<Scenario, 'name' | 'start'> & Required<Pick<Scenario, 'rollBack'>>;

/** The scenarios that every kind has which releases to a service, the plain release first. */
export interface ServiceScenarios {
  readonly common: ServiceScenario;
  readonly scenarios: readonly Scenario[];
}

/** The execution whose artifacts an execution deploys. */
export const releaseOf = (id: string): string => (id === ROLLBACK ? FIRST : id);

/** Seconds after which the time for the scan of a release is over soon. */
const WAITED_SECONDS = 1740;

export function serviceScenarios(kind: ServiceKind): ServiceScenarios {
  const common = commonOf(kind);
  const release: Scenario = {
    ...{ ...common, name: 'release' },
    start: async () => kind.start(),
    changes: [alarm, noCapacity, ...(kind.changes ?? [])],
  };
  const played = async (simulated: SimulatedAccount, end?: number): Promise<SimulatedAccount> => {
    common.begin(simulated);
    await play(caseRunOf(release, simulated), end === undefined ? {} : { end });
    return simulated;
  };
  const arranged =
    (arrange: (simulated: SimulatedAccount) => void) => async (): Promise<SimulatedAccount> => {
      const simulated = kind.start();
      arrange(simulated);
      return simulated;
    };
  /** A scan finds something, or cannot be made, until a person has mended the image. */
  const scanned = (name: string, scan: ScanResult): Scenario => ({
    ...{ ...common, name },
    start: arranged((simulated) => setScan(simulated, RELEASE, scan)),
    mayFail: 'its image must not be released, until a person has mended it',
    mend: (simulated) => setScan(simulated, RELEASE, 'clean'),
  });
  const { rollBack, ...unreleased } = common;
  const scenarios: Scenario[] = [
    release,
    { ...unreleased, name: 'first-release', start: async () => withoutReleases(kind.start()) },
    {
      ...{ ...common, name: 'unhealthy-release' },
      start: arranged((simulated) => setFailing(simulated, [imageOf(RELEASE)])),
      mayFail: 'its tasks never become healthy, until a person has mended what they need',
      mend: (simulated) => setFailing(simulated, []),
    },
    scanned('scan-finds', 'critical'),
    scanned('scan-fails', 'failed'),
    {
      // It begins when the function has waited for half an hour, but for a minute.
      ...scanned('scan-endless', 'endless'),
      start: async () => {
        const simulated = kind.start();
        setScan(simulated, RELEASE, 'endless');
        return played(simulated, simulated.now + WAITED_SECONDS * 1000);
      },
      begin: () => RELEASE,
    },
    { ...unreleased, name: 'rollback', start: () => played(kind.start()), begin: rollBack },
    {
      ...{ ...unreleased, name: 'rollback-by-own-id', start: () => played(kind.start()) },
      begin: (simulated) => rollBackTo(simulated),
    },
  ];
  return { common, scenarios };
}

/** @param givenId what its actions get as the id of their execution, of which AWS documents no more @default - its own id */
function rollBackTo(simulated: SimulatedAccount, givenId?: string): string {
  rollBackStage(simulated, { id: ROLLBACK, target: FIRST, ...(givenId && { givenId }) }, 'Deploy');
  return ROLLBACK;
}

function commonOf(service: ServiceKind): ServiceScenario {
  const { kind, targetsOf, atRest, mayRefuse } = service;
  const before = service.start();
  const startWith = (id: string) => (simulated: SimulatedAccount) => {
    const revisions = service.revisionsOf && { revisions: service.revisionsOf(id) };
    startExecution(simulated, { id, variables: {}, artifacts: service.artifactsOf(id), ...revisions });
    return id;
  };
  return {
    ...{ kind, targetsOf, atRest, mayRefuse, begin: startWith(RELEASE), releaseAgain: startWith(NEXT) },
    rollBack: (simulated) => rollBackTo(simulated, FIRST),
    always: (simulated) => always(simulated, before),
    succeeded: (simulated, id) => service.succeeded(simulated, id, releaseOf(id), releaseOf(id)),
  };
}
