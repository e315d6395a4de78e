import type { PairedIds } from '../../compare/paired-ids';
import { plant } from '../../compare/plant';
import type { EcrState } from '../../stores/ecr/model';
import type { EmptyAccount } from '../account';
import { makeRole } from '../role';

/** Makes what an account has in which nothing was released yet: images, task definitions, services that run, CodeDeploy. */
export async function plantService({ endpoint, call, empty, before }: EmptyAccount): Promise<PairedIds> {
  const { codeDeploy, ecs, ecr } = empty;
  if (codeDeploy)
    await makeRole(endpoint, `${codeDeploy.name}-deploy`, { Service: 'codedeploy.amazonaws.com' });
  const failing = before.ecs?.failing ?? [];
  return plant(
    { ...empty, ...(ecs && { ecs: { ...ecs, failing } }), ecr: withScans(ecr ?? {}, before.ecr) },
    call,
  );
}

/** The same images, a scan of which comes to what the scenario says. */
const withScans = (images: EcrState, later: EcrState = {}): EcrState =>
  Object.fromEntries(
    Object.entries(images).map(([repository, all]) => [
      repository,
      Object.fromEntries(
        Object.entries(all).map(([digest, image]) => [
          digest,
          { ...image, scan: later[repository]?.[digest]?.scan ?? 'clean' },
        ]),
      ),
    ]),
  );
