import type { RehearsalClients } from '../../../rehearsal/clients';
import { ACCOUNT, deployApp, type DeployedApp, REGION } from './deployed-app';
import { createFleet, createSecondTargetGroup, type RunningFleet } from './running-fleet';

/** A fleet that a pipeline takes over. */
export interface AdoptedFleet extends RunningFleet {
  /** The other target group: between the two the traffic moves. */
  readonly second: string;
}

/** What a test deploys: a pipeline for each way to release a fleet. Its fleets have no groups until a test starts them. */
export interface FleetsApp extends DeployedApp {
  readonly left: AdoptedFleet;
  /** Its pipeline refreshes the instances of its group. */
  readonly dear: RunningFleet;
  /** The config, with variations of the pipeline whose fleet the factory makes. */
  readonly config: (variation: FleetVariation) => string;
}

interface FleetVariation {
  readonly max?: number;
  readonly bake?: string;
}

/** Makes the parts of fleets that exist already, and deploys their pipelines and that of a fleet of the factory's own. */
export async function deployFleets(): Promise<FleetsApp> {
  let fleets: Omit<FleetsApp, keyof DeployedApp> | undefined;
  const app = await deployApp(async (clients) => {
    fleets = await createFleets(clients);
    return fleets.config({});
  });
  if (!fleets) throw new Error('the config must have been asked for, got: no call');
  return { ...app, ...fleets };
}

async function createFleets(clients: RehearsalClients): Promise<Omit<FleetsApp, keyof DeployedApp>> {
  const byHand = await createFleet(clients, 'by-hand');
  const left = { ...byHand, second: await createSecondTargetGroup(clients, byHand) };
  const dear = await createFleet(clients, 'by-console');
  const entries = [fleetEntry('left', left, replaced(left)), fleetEntry('dear', dear, refreshed(dear))];
  return { left, dear, config: (variation) => configOf([machinesEntry(variation), ...entries]) };
}

const configOf = (entries: readonly string[]): string => `
prefix: acme
environments: { test: { account: "${ACCOUNT}", region: ${REGION} } }
connections: { hub: { provider: GitHub } }
pipelines:
${entries.join('')}`;

const machinesEntry = ({ max = 6, bake = '2m' }: FleetVariation): string => `
  machines:
    kind: asg-blue-green
    source: { git: { connection: hub, repository: acme/machines } }
    image: { base: { parameter: /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64 } }
    instances: { types: [t3.small] }
    fleet: { min: 2, max: ${max} }
    deploy: { traffic: [10, 50, 100], bake: ${bake}, hold: 4m, healthTimeout: 6h }
    service: { port: 3000 }
    verify: { buildspec: buildspec.smoke.yml, timeout: 1h }
    environments: { test: {} }
`;

const fleetEntry = (name: string, fleet: RunningFleet, release: string): string => `
  ${name}:
    kind: asg-blue-green
    source: { git: { connection: hub, repository: acme/${name} } }
    image: { base: { parameter: /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64 } }
    instances: { types: [t3.small], profile: ${fleet.profile}, securityGroups: [${fleet.securityGroup}] }
    ${release}
    environments: { test: {} }
`;

const replaced = ({ subnets, listenerRule, targetGroup, second }: AdoptedFleet): string => `
    fleet: { min: 2, max: 6, subnets: [${subnets.join(', ')}] }
    deploy: { traffic: [10, 50, 100], bake: 2m, hold: 5m, healthTimeout: 6h }
    service: { existing: { listenerRule: ${listenerRule}, targetGroups: [${targetGroup}, ${second}] } }`;

const refreshed = ({ name, subnets, targetGroup }: RunningFleet): string => `
    fleet: { min: 2, max: 6, group: ${name}, subnets: [${subnets.join(', ')}] }
    deploy: { strategy: refresh, bake: 2m, healthTimeout: 6h }
    service: { existing: { targetGroups: [${targetGroup}] } }
    verify: { buildspec: buildspec.smoke.yml, timeout: 1h }`;
