import type { z } from 'zod';
import { resolveChecks, resolveVerify, settingsOf } from '../../../build/config/resolve';
import type { ResolveContext } from '../../../config/kind';
import { resolveGit } from '../../../source/config/resolve-git';
import type {
  AsgBlueGreenPipeline,
  Fleet,
  FleetDeploy,
  FleetImage,
  FleetInstances,
  UserDataFile,
} from './model';
import type { asgBlueGreenSchema } from './schema';

type Entry = z.output<typeof asgBlueGreenSchema>;

/** The pipeline of an entry in one environment. */
export function resolveFleet(entry: Entry, context: ResolveContext): AsgBlueGreenPipeline {
  const { kind, source, checks, image, instances, fleet, deploy, service, verify } = entry;
  return {
    ...context.base,
    kind,
    approvalOf: context.approvalForm === APPROVAL_OF_TRAFFIC ? 'traffic' : 'release',
    source: { git: resolveGit(source.git, context) },
    checks: resolveChecks(checks, context.fill),
    image: resolveImage(image, context.fill),
    instances: resolveInstances(instances, context),
    fleet: resolveGroup(fleet),
    deploy: resolveDeploy(deploy, context.fill),
    service,
    ...resolveVerify(verify, context.fill),
  };
}

/** The form of `approval` that asks about the traffic, once green is healthy. */
export const APPROVAL_OF_TRAFFIC = 'traffic';

type Fill = ResolveContext['fill'];

function resolveImage(entry: Entry['image'], fill: Fill): FleetImage {
  const { base, packer, vaultPassword, maxAge } = entry;
  return {
    base: baseOf(base, fill),
    playbook: fill(entry.playbook),
    ...(packer !== undefined && { template: fill(packer) }),
    user: entry.user,
    ...(maxAge !== undefined && { maxAgeDays: maxAge }),
    deprecateAfterDays: entry.deprecateAfter,
    ...(vaultPassword !== undefined && { vaultPassword: fill(vaultPassword) }),
    build: settingsOf({ ...entry.build, cache: 'none' }, false, fill),
    keep: entry.keep,
    instance: entry.instance,
  };
}

/** The schema lets exactly one of the forms through. */
function baseOf({ parameter, id, owner, name }: Entry['image']['base'], fill: Fill): FleetImage['base'] {
  if (parameter !== undefined) return { parameter: fill(parameter) };
  if (id !== undefined) return { id };
  return { owner: owner ?? '', name: fill(name ?? '') };
}

function resolveInstances(
  { profile, userData, securityGroups, ...rest }: Entry['instances'],
  { fill, readBeside }: ResolveContext,
): FleetInstances {
  return {
    ...rest,
    securityGroups: securityGroups ?? [],
    ...(profile && { profile: { name: fill(profile.name), role: fill(profile.role) } }),
    ...(userData !== undefined && { userData: userDataOf(fill(userData), readBeside) }),
  };
}

function userDataOf(path: string, readBeside: ResolveContext['readBeside']): UserDataFile {
  const text = readBeside(path);
  return { path, ...(text !== undefined && { text }) };
}

function resolveGroup({ schedules, hooks, ...rest }: Entry['fleet']): Fleet {
  return {
    ...rest,
    schedules: Object.entries(schedules).map(([name, schedule]) => ({ name, ...schedule })),
    hooks: Object.entries(hooks).map(([name, { on, ...hook }]) => ({ name, transition: on, ...hook })),
  };
}

const resolveDeploy = (deploy: FleetDeploy, fill: Fill): FleetDeploy => ({
  ...deploy,
  alarms: deploy.alarms.map(fill),
});
