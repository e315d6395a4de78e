import type { Network } from '../conversion';
import type { Container } from '../task-definition';

/**
 * The ports of a container that this machine opens. Without a host port, awsvpc takes the container's own, and bridge
 * whichever is free. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
 */
export const portsOf = ({ portMappings = [] }: Container, mode: Network['mode']): string[] =>
  portMappings.flatMap(({ containerPort, hostPort, containerPortRange, protocol }) => {
    const inside = containerPortRange ?? containerPort;
    if (inside === undefined) return [];
    const outside = hostPort || (mode === 'awsvpc' ? inside : undefined);
    const published = outside === undefined ? `${inside}` : `${outside}:${inside}`;
    return [protocol === 'udp' ? `${published}/udp` : published];
  });
