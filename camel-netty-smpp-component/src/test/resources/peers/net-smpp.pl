# Perl Net::SMPP as an application: perl net-smpp.pl PORT; a line for each thing that happens
use strict; use warnings; use Net::SMPP;
$| = 1; alarm 25;
my $port = $ARGV[0];
my ($wrong, $refused) = Net::SMPP->new_transceiver('127.0.0.1', port => $port, system_id => 'perl', password => 'wrong', smpp_version => 0x34);
print "refused $refused->{status}\n" if $refused;
my ($s, $bound) = Net::SMPP->new_transceiver('127.0.0.1', port => $port, system_id => 'perl', password => 'secret', smpp_version => 0x34) or die;
print "bound $bound->{status}\n";
my %to = (destination_addr => '48600100200', dest_addr_ton => 1, dest_addr_npi => 1, registered_delivery => 1,
          source_addr => '48700800900', source_addr_ton => 1, source_addr_npi => 1, async => 1);
my $n = 0;
my @m = ({ short_message => 'Hello from perl' }, { short_message => "\x01\x7b\x00\xf3", data_coding => 8 },
         { short_message => "\x00\xff\x01", data_coding => 4 },
         { short_message => "\x05\x00\x03\x09\x02\x01" . 'x' x 150, esm_class => 0x40 },
         { short_message => "\x05\x00\x03\x09\x02\x02" . 'x' x 150, esm_class => 0x40 },
         { short_message => '', message_payload => 'y' x 400 },
         { short_message => 'echo ' . 'm' x 200, destination_addr => '48600100231' });
for (@m) { $s->submit_sm(%to, %$_) or die; }
my ($answers, $deliveries) = (0, 0);
while ($answers < @m || $deliveries < 9) {
    my $pdu = $s->read_pdu() or die 'connection lost';
    if ($pdu->{cmd} == 0x80000004) { $answers++; print "sent $pdu->{status} $pdu->{message_id}\n"; }
    elsif ($pdu->{cmd} == 5) {
        $deliveries++;
        print "deliver $pdu->{esm_class} " . unpack('H*', $pdu->{short_message}) . "\n";
        $s->deliver_sm_resp(message_id => '', seq => $pdu->{seq});
    }
}
my $u = $s->unbind();
print "unbound $u->{status}\n";
