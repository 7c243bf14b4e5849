import { Agenda } from './agenda';
import { Books, type Payment } from './books';
import { Clock } from './clock';
import type { House } from './house';
import type { Letters, Notification } from './letters';
import { Notifier } from './notifier';
import { SettingsStore, type Settings } from './settings';
import { SignatureClock } from './signature-clock';
import { State } from './tables';
import { Till } from './till';
import { Troubles } from './troubles';

export interface SimulatorOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** 127.0.0.1 by default. The control API answers loopback callers only, wherever it listens. */
  readonly host?: string;
  /** Where to remember everything; without it, nothing outlives the process. */
  readonly stateFile?: string;
}

export interface Simulator {
  readonly url: string;
  readonly controlUrl: string;
  readonly phoneUrl: string;
  close(): Promise<void>;
}

/** What every simulator has, before it knows whose it is. */
export interface Core {
  readonly state: State;
  readonly clock: Clock;
  /** Writes down how far the clock has been moved. */
  readonly rememberClock: () => void;
  readonly agenda: Agenda;
  readonly settings: SettingsStore;
  readonly signatureClock: SignatureClock;
  readonly books: Books;
  readonly troubles: Troubles;
  /** Set once the server listens. */
  readonly address: { url: string };
}

export interface Office extends Core {
  readonly house: House;
  readonly letters: Letters;
  readonly notifier: Notifier;
  readonly till: Till;
}

export function openCore(options: SimulatorOptions): Core {
  const state = new State(options.stateFile);
  const clockTable = state.table<number>('clock');
  const clock = new Clock(clockTable.get('offset_ms') ?? 0);
  const settings = new SettingsStore(state.table<Partial<Settings>>('settings'));
  return {
    state,
    clock,
    rememberClock: () => clockTable.put('offset_ms', clock.offsetMs),
    agenda: new Agenda(clock),
    settings,
    signatureClock: new SignatureClock(clock, settings),
    books: new Books(state.table<Payment>('payment')),
    troubles: new Troubles(state.table<number>('trouble')),
    address: { url: '' },
  };
}

/** Opens for business; what was under way when the state was written goes on. */
export function openOffice(core: Core, house: House, letters: Letters): Office {
  const notifier = new Notifier({ ...core, letters, table: core.state.table<Notification>('notification') });
  const till = new Till({ ...core, notifier, house });
  return { ...core, house, letters, notifier, till };
}

export async function closeOffice(office: Office): Promise<void> {
  office.agenda.clear();
  await office.notifier.close();
  office.state.close();
}
