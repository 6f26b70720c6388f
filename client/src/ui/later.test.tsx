import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fetchTheRest, later } from './later';

const Part = ({ name }: { name: string }) => <p>Hello {name}</p>;

afterEach(cleanup);

describe('a part that comes later', () => {
  it('is waited for, then drawn', async () => {
    const Later = later(() => Promise.resolve(Part), <p>Wait</p>);
    render(<Later name="Alice" />);
    expect(screen.getByText('Wait')).toBeTruthy();
    expect(await screen.findByText('Hello Alice')).toBeTruthy();
  });

  it('is drawn at once when it was fetched before', async () => {
    const load = vi.fn(() => Promise.resolve(Part));
    const Later = later(load, <p>Wait</p>);
    await act(() => Promise.resolve(fetchTheRest()));
    render(<Later name="Bob" />);
    expect(screen.getByText('Hello Bob')).toBeTruthy();
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('that does not come says so, and comes when it is asked for again', async () => {
    const load = vi.fn<() => Promise<typeof Part>>().mockRejectedValueOnce(new Error('offline')).mockResolvedValue(Part);
    const Later = later(load);
    render(<Later name="Carol" />);
    fireEvent.click(await screen.findByRole('button', { name: 'common.retry' }));
    expect(await screen.findByText('Hello Carol')).toBeTruthy();
  });
});
