import type { AddNote } from '../notes';
import { type ComposePart, present } from '../conversion';
import type { TaskDefinition, Volume } from '../task-definition';
import { literalMap } from '../interpolation';

/**
 * The volumes that docker keeps, by name; folders of the machine are mounted as such and not listed.
 * https://docs.docker.com/reference/compose-file/volumes/
 */
export function volumesOf(
  { volumes = [] }: TaskDefinition,
  addNote: AddNote,
): Readonly<Record<string, ComposePart>> {
  const kept = volumes.filter(({ host }, index) => {
    if (!host?.sourcePath) return true;
    addNote(
      `volumes[${index}].host.sourcePath`,
      `${host.sourcePath} is now a folder of the machine this runs on`,
    );
    return false;
  });
  return Object.fromEntries(kept.map((volume) => [volume.name, volumeOf(volume)]));
}

/** A shared volume that docker is not to make is expected to be there. */
function volumeOf({ name, dockerVolumeConfiguration: docker }: Volume): ComposePart {
  if (!docker) return {};
  if (docker.scope === 'shared' && !docker.autoprovision) return { external: true, name };
  return present({
    driver: docker.driver,
    driver_opts: docker.driverOpts && literalMap(docker.driverOpts),
    labels: docker.labels && literalMap(docker.labels),
    name: docker.scope === 'shared' ? name : undefined,
  });
}
