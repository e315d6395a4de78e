import { literal } from '../interpolation';
import { filled, type ComposePart, present, type ConversionContext } from '../conversion';
import type { Container } from '../task-definition';

/** File systems: volumes, those of other containers, in memory. */
export function storagePart(container: Container, { task }: ConversionContext): ComposePart {
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

function sourceOf(name: string, { volumes = [] }: ConversionContext['task']): ComposePart {
  const path = volumes.find((volume) => volume.name === name)?.host?.sourcePath;
  return path ? { type: 'bind', source: literal(path) } : { type: 'volume', source: name };
}
