import type { Diagnostic } from '../../config/diagnostic';
import { identityOf } from '../../config/identity';
import type { LocatedPipeline } from '../../config/kind';
import { taskFamily } from './names';
import type { EcsService } from './model';

/** A pipeline and the ECS service that it releases to. */
export interface ReleasedService extends LocatedPipeline {
  readonly service: EcsService;
}

/**
 * No pipeline registers revisions of the family of a service that the factory makes for another one: a change of that
 * service's stack runs the newest revision of its family, so that all of them must be releases of its own pipeline.
 * Services that are there already may share a family, because each is deployed the revision of its own release.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
export function checkFamilies(released: readonly ReleasedService[]): Diagnostic[] {
  const owners = new Map(
    released
      .filter(({ service }) => service.owned)
      .map(({ pipeline }) => [keyOf(pipeline, taskFamily(identityOf(pipeline))), pipeline]),
  );
  return released.flatMap(({ service, pipeline, at }) => {
    if (service.owned) return [];
    const owner = owners.get(keyOf(pipeline, service.family));
    if (!owner) return [];
    const rule = `is the family of the service that the factory makes for ${owner.name} in ${owner.environment.name}, of which no other pipeline may register revisions`;
    return [{ path: at(['service', 'existing', 'family']), rule }];
  });
}

const keyOf = ({ environment: { account, region } }: LocatedPipeline['pipeline'], family: string): string =>
  `${account} ${region} ${family}`;
