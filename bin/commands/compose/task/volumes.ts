import type { Say } from '../notes';
import { type Part, present } from '../setting';
import type { TaskDefinition, Volume } from '../task-definition';
import { literalMap } from '../text';

/**
 * The volumes that docker keeps, by name; folders of the machine are mounted as such and not listed.
 * https://docs.docker.com/reference/compose-file/volumes/
 */
export function volumesOf({ volumes = [] }: TaskDefinition, say: Say): Readonly<Record<string, Part>> {
  const kept = volumes.filter(({ host }, index) => {
    if (!host?.sourcePath) return true;
    say(
      `volumes[${index}].host.sourcePath`,
      `${host.sourcePath} is now a folder of the machine this runs on`,
    );
    return false;
  });
  return Object.fromEntries(kept.map((volume) => [volume.name, volumeOf(volume)]));
}

/** A shared volume that docker is not to make is expected to be there. */
function volumeOf({ name, dockerVolumeConfiguration: docker }: Volume): Part {
  if (!docker) return {};
  if (docker.scope === 'shared' && !docker.autoprovision) return { external: true, name };
  return present({
    driver: docker.driver,
    driver_opts: docker.driverOpts && literalMap(docker.driverOpts),
    labels: docker.labels && literalMap(docker.labels),
    name: docker.scope === 'shared' ? name : undefined,
  });
}
