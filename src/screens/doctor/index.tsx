/** The script `multipay-doctor`: what keeps a site from being paid, and what helps. */
import { createElement, createRoot } from '@wordpress/element';
import { doctorApi } from '../../api/doctor';
import { DoctorScreen } from './doctor-screen';

const container = document.getElementById('multipay-doctor');
if (container) {
  const [site = location.origin] = location.href.split('wp-admin/');
  createRoot(container).render(<DoctorScreen api={doctorApi} site={site} />);
}
