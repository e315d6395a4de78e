import { literal } from '../interpolation';
import { filled, type ComposePart, present, type ConversionContext } from '../conversion';
import type { Container } from '../task-definition';
import { portsOf } from './ports';

/** How a container is reached and reaches others. */
export function networkPart(container: Container, context: ConversionContext): ComposePart {
  const { network } = context;
  if (container.disableNetworking || network.mode === 'none') return { network_mode: 'none' };
  if (network.mode === 'awsvpc') {
    refuse(['dnsServers', 'dnsSearchDomains', 'extraHosts', 'hostname', 'links'], container, context);
    return { network_mode: `service:${network.holder}` };
  }
  if (network.mode === 'host') {
    refuse(['links'], container, context);
    return { network_mode: 'host', ...names(container) };
  }
  return present({
    ports: filled(portsOf(container, network.mode)),
    links: filled(container.links),
    ...names(container),
  });
}

function names({ dnsServers, dnsSearchDomains, extraHosts = [], hostname }: Container): ComposePart {
  return present({
    hostname: hostname && literal(hostname),
    dns: filled(dnsServers)?.map(literal),
    dns_search: filled(dnsSearchDomains)?.map(literal),
    extra_hosts: filled(extraHosts.map((host) => literal(`${host.hostname}=${host.ipAddress}`))),
  });
}

function refuse(
  fields: readonly (keyof Container)[],
  container: Container,
  { at, network, addNote }: ConversionContext,
): void {
  for (const field of fields) {
    const value = container[field];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    addNote(`${at}.${field}`, `neither ECS nor docker takes it in network mode ${network.mode}`);
  }
}
