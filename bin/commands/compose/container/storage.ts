import { literal } from '../text';
import { filled, type Part, present, type Setting } from '../setting';
import type { Container } from '../task-definition';

/** File systems: volumes, those of other containers, in memory. */
export function storagePart(container: Container, { task }: Setting): Part {
  const { mountPoints = [], volumesFrom = [], linuxParameters, readonlyRootFilesystem } = container;
  return present({
    volumes: filled(
      mountPoints.map(({ sourceVolume, containerPath, readOnly }) => ({
        ...sourceOf(sourceVolume, task),
        target: literal(containerPath),
        ...(readOnly ? { read_only: true } : {}),
      })),
    ),
    volumes_from: filled(
      volumesFrom.map(({ sourceContainer, readOnly }) => `${sourceContainer}${readOnly ? ':ro' : ''}`),
    ),
    tmpfs: filled(
      (linuxParameters?.tmpfs ?? []).map(({ containerPath, size, mountOptions = [] }) =>
        literal(`${containerPath}:${[`size=${size}m`, ...mountOptions].join(',')}`),
      ),
    ),
    read_only: readonlyRootFilesystem || undefined,
  });
}

function sourceOf(name: string, { volumes = [] }: Setting['task']): Part {
  const path = volumes.find((volume) => volume.name === name)?.host?.sourcePath;
  return path ? { type: 'bind', source: literal(path) } : { type: 'volume', source: name };
}
